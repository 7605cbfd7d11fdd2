/** What pages with a player load besides. */
import "./elements/video-player";
