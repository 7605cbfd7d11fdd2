/** What a person dropped: files, files inside folders, and where the browser has them, handles that outlive a reload. */

export interface Dropped {
  file: File;
  handle?: FileSystemFileHandle;
}

type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** The transfer is emptied when the event ends, so everything is asked of it at once and awaited later. */
export function dropped(transfer: DataTransfer): Promise<Dropped[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  return Promise.all(items.map(contents)).then((lists) => lists.flat());
}

function contents(item: Item): Promise<Dropped[]> {
  const entry = item.webkitGetAsEntry();
  if (entry?.isDirectory) return walk(entry as FileSystemDirectoryEntry);
  const file = item.getAsFile();
  const handle = item.getAsFileSystemHandle?.() ?? Promise.resolve(null);
  return handle.catch(() => null).then((found) => (file ? [{ file, ...(found instanceof FileSystemFileHandle && { handle: found }) }] : []));
}

/** Films and sound of a folder and the folders in it; what a system leaves lying there is passed over. */
async function walk(folder: FileSystemDirectoryEntry): Promise<Dropped[]> {
  const lists = await Promise.all((await entries(folder)).map(async (entry) => {
    if (entry.isDirectory) return walk(entry as FileSystemDirectoryEntry);
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    return /^(video|audio)\//.test(file.type) || /\.(mkv|mxf|mts|m2ts|avi|vob|ogv|flv)$/i.test(file.name) ? [{ file }] : [];
  }));
  return lists.flat();
}

async function entries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A reader hands out its entries in portions and ends with an empty one.
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return all;
    all.push(...some);
  }
}
