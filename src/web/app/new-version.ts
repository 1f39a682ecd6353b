const storageKey = 'trimtab.reloaded-at';
const onceInMs = 60_000;

/**
 * After an upgrade of the server, the chunks that an open page wants are gone. Reloading fetches the new
 * console; once a minute at most, so that a broken installation does not reload for ever.
 */
export const reloadWhenReplaced = (): void =>
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < onceInMs) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
