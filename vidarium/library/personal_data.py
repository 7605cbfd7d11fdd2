"""What this room keeps about people outside its fields: the uploaded films, whole and on their way in."""

from vidarium.foundation.datamap import Kept, Store
from vidarium.library.labels import ARRIVING, FILM

KEPT = (
    Kept(Store.OBJECTS, "c/{company}/a/{asset}/source", FILM),
    Kept(Store.DISK, "uploads/{company}/{upload}", ARRIVING),
)
