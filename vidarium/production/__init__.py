"""The grid: how a video is produced.

Columns are segments of time, rows are renditions. Production fills the grid; playback asks for cells;
a cell that is missing is made at once.
"""
