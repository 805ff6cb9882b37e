// What the browser keeps of pages that are not saved yet: one entry for each page of a response,
// gone when the server has it, after a week, or when somebody else answers the study here.

export interface Entry {
    study: string;
    response: string;
    page: string;
    revision: string;
    fields: [string, string][];
    at: number;
    /** How open answers came, where that is counted. */
    typing: string | undefined;
    /** The button pressed, while the page waits to be sent. */
    go?: string;
}

const week = 7 * 24 * 60 * 60 * 1000;
const key = (entry: Entry): string[] => [entry.study, entry.response, entry.page];

let opened: Promise<IDBDatabase> | undefined;
function database(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
        const request = indexedDB.open("querist", 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore("pages", { keyPath: ["study", "response", "page"] });
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    return opened;
}

async function work<T>(
    mode: IDBTransactionMode, ask: (pages: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
    const transaction = (await database()).transaction("pages", mode);
    const request = ask(transaction.objectStore("pages"));
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
    });
}

export const keep = (entry: Entry): Promise<unknown> =>
    work("readwrite", (pages) => pages.put(entry));

export const forget = (entry: Entry): Promise<unknown> =>
    work("readwrite", (pages) => pages.delete(key(entry)));

/** Entries of a response, once those that nobody may see any longer are gone. */
export async function entries(study: string, response: string): Promise<Entry[]> {
    const own: Entry[] = [];
    for (const entry of await work<Entry[]>("readonly", (pages) => pages.getAll())) {
        // A clock that was put right may have dated an entry in the future.
        const old = Math.abs(Date.now() - entry.at) > week;
        const foreign = entry.study === study && entry.response !== response;
        if (old || foreign) await forget(entry);
        else if (entry.study === study) own.push(entry);
    }
    return own;
}
