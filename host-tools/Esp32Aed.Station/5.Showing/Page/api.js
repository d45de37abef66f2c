/**
 * Asks the station.
 * @throws {Error} with the station's own line
 */
export async function get(path, query = {}) {
    const text = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== "")).toString();
    return answered(await reached(fetch(text ? `${path}?${text}` : path)));
}

/** Tells the station something; gives its answer, or null if it has none. */
export async function post(path, body) {
    return answered(await reached(fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })));
}

/**
 * Listens to new records. The browser connects again by itself.
 * @param {function(Object)} onRecord
 * @param {function(boolean)} onState whether the connection stands
 */
export function listen(onRecord, onState) {
    const source = new EventSource("/api/live");
    source.addEventListener("record", e => onRecord(JSON.parse(e.data)));
    source.addEventListener("open", () => onState(true));
    source.addEventListener("error", () => {
        onState(false);
        if (source.readyState === EventSource.CLOSED) {
            setTimeout(() => listen(onRecord, onState), 5000);
        }
    });
}

async function reached(fetching) {
    try {
        return await fetching;
    } catch {
        throw new Error("the station does not answer");
    }
}

async function answered(response) {
    if (!response.ok) {
        const text = (await response.text()).trim();
        throw new Error(text || `the station answered ${response.status}`);
    }

    return response.status === 204 ? null : response.json();
}
