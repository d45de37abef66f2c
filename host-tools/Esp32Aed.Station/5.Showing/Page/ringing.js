import { get } from "./api.js";
import { el } from "./dom.js";
import { moment } from "./words.js";

/** The alerts that ring now, asked for every 15 seconds while somebody looks: as often as the station looks at its rules. */
export class Ringing {
    #byDevice = new Map();

    /**
     * @param {function(Ringing)} onChange is told after each answer
     * @param {function(): boolean} mayAsk whether one may read now
     */
    constructor(onChange, mayAsk) {
        this.onChange = onChange;
        this.mayAsk = mayAsk;
    }

    start() {
        this.timer ??= setInterval(() => document.visibilityState === "visible" && this.mayAsk() && this.ask(), 15000);
        this.ask();
    }

    /** How many ring. */
    get count() {
        return [...this.#byDevice.values()].flat().length;
    }

    /** What rings of a sensor, with its name left out. */
    of(device) {
        return this.#byDevice.get(device) ?? [];
    }

    /** Lists what rings of sensors; a list that says it already is left alone. */
    show(list, devices) {
        const lines = devices.flatMap(d => this.of(d).map(line => (devices.length > 1 ? `${d}: ${line}` : line)));
        list.hidden = lines.length === 0;
        if (list.dataset.lines !== lines.join("\n")) {
            list.dataset.lines = lines.join("\n");
            list.replaceChildren(...lines.map(line => el("li", {}, line)));
        }
    }

    async ask() {
        try {
            const { states } = await get("/api/alerts", { raised: "yes" });
            this.#byDevice = new Map(states.map(s => [s.device, []]));
            for (const { device, text, since } of states) {
                this.#byDevice.get(device).push(`${text.slice(device.length + 2)}, rings since ${moment(Date.parse(since) / 1000)}`);
            }

            this.onChange(this);
        } catch {
            // The views say that the station does not answer; this is asked again.
        }
    }
}
