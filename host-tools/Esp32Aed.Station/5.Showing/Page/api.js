/**
 * Asks the station.
 * @throws {Error} with the station's own line
 */
export const get = (path, query = {}) => send(path, query, {});

/** Tells the station something; gives its answer, or null if it has none. */
export const post = (path, body) => send(path, {}, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Has the station delete something. */
export const remove = (path, query) => send(path, query, { method: "DELETE" });

/**
 * Listens to new records. The browser connects again by itself after a break, but not after a refusal.
 * @param {function(Object)} onRecord
 * @param {function(boolean)} onState whether the connection stands
 * @param {function()} onEnd it was refused
 */
export function listen(onRecord, onState, onEnd) {
    const source = new EventSource("/api/live");
    source.addEventListener("record", e => onRecord(JSON.parse(e.data)));
    source.addEventListener("open", () => onState(true));
    source.addEventListener("error", () => {
        onState(false);
        if (source.readyState === EventSource.CLOSED) {
            onEnd();
        }
    });
}

async function send(path, query, options) {
    const text = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== "")).toString();
    let response;
    try {
        response = await fetch(text ? `${path}?${text}` : path, options);
    } catch {
        throw new Error("the station does not answer");
    }

    if (!response.ok) {
        if (response.status === 401 && path !== "/api/login") {
            document.dispatchEvent(new Event("loginneeded"));
        }

        const line = (await response.text()).trim();
        throw new Error(line || `the station answered ${response.status}`);
    }

    return response.status === 204 ? null : response.json();
}
