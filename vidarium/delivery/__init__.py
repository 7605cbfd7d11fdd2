"""From the grid to the viewer: signed links, playlists, and who may play what."""
