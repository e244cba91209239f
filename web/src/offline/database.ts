/** The device's own store: what was done and is not sent yet, what was read last, and the copies of open incidents. */

const NAME = "sizhi-offline";
export type Shelf = "outbox" | "lists" | "copies";

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ||= new Promise<IDBDatabase>((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("outbox", { keyPath: "op_no", autoIncrement: true });
      asked.result.createObjectStore("lists");
      asked.result.createObjectStore("copies", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  }).catch((fault) => {
    opened = undefined;
    throw fault;
  });
  return opened;
}

/** Do something to a shelf; what was written is on the device when this is over, or it throws. */
export async function within<Value>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Value> | void,
): Promise<Value> {
  const database = await open();
  return new Promise<Value>((done, fail) => {
    const transaction = database.transaction(shelf, mode);
    const asked = work(transaction.objectStore(shelf));
    transaction.oncomplete = () => done((asked ? asked.result : undefined) as Value);
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
}
