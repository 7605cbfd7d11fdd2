/** What every console page loads. */
import "./elements/grid-band";
import "./elements/video-grid";
import "./elements/upload-queue";
import "./elements/upload-progress";
import "./elements/live-assets";
import "./elements/in-place";
import "./elements/undo-toast";
import "./elements/soft-nav";
import "./elements/key-list";
import "./elements/relative-time";
import "./elements/time-left";
import "./elements/copy-line";
