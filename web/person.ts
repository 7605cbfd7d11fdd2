/** What the pages of a person's own load: coming in, and the account. */
import "./elements/pass-key";
import "./elements/copy-line";
import "./elements/own-zone";
import "./elements/shown-secret";
