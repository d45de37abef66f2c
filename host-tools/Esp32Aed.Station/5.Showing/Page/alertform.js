import { kinds } from "./alertwords.js";
import { el, setText } from "./dom.js";

let fields = 0;

/** The form for a new alert; it shows what the chosen kind needs. */
export class AlertForm {
    /**
     * @param {string[]} devices
     * @param {string[]} labels
     * @param {function(Object): Promise<boolean>} onAdd takes a rule as the API does; whether it was added
     */
    constructor(devices, labels, onAdd) {
        this.kind = el("select", { onchange: () => this.#show() }, Object.entries(kinds).map(([value, kind]) => el("option", { value }, kind.name)));
        this.device = select("every sensor", devices);
        this.label = select("all events", labels);
        this.limit = el("input", { type: "number", required: true, min: 0, max: 1000000, step: "any", inputmode: "decimal" });
        this.minutes = el("input", { type: "number", required: true, min: 1, max: 1440, step: 1, value: 60, inputmode: "numeric" });
        this.webhook = el("input", { type: "url", maxlength: 2000, placeholder: "https://", autocomplete: "off", spellcheck: "false" });
        this.unit = el("span");
        this.limitField = field(["Limit, ", this.unit], this.limit);
        this.rateFields = [field("Event", this.label), field("Time, minutes", this.minutes)];
        this.why = el("p", { class: "why" });
        this.root = el("form", {
            class: "fields",
            "aria-label": "New alert",
            onsubmit: async event => {
                event.preventDefault();
                if (await onAdd(this.#rule())) {
                    this.limit.value = "";
                    this.webhook.value = "";
                }
            },
        }, field("Kind", this.kind), field("Sensor", this.device), this.rateFields[0], this.limitField, this.rateFields[1],
        field("Webhook, if one is to be called", this.webhook), el("button", {}, "Add"), this.why);
        this.#show();
    }

    #show() {
        const kind = kinds[this.kind.value];
        this.rateFields.forEach(f => {
            f.hidden = !kind.isRate;
        });
        this.minutes.disabled = !kind.isRate;
        this.limitField.hidden = kind.unit === null;
        this.limit.disabled = kind.unit === null;
        setText(this.unit, kind.unit ?? "");
        setText(this.why, kind.why);
    }

    #rule() {
        const kind = kinds[this.kind.value];
        return {
            kind: this.kind.value,
            device: this.device.value || null,
            webhook: this.webhook.value || null,
            ...(kind.unit && { limit: Math.round(this.limit.valueAsNumber * kind.scale * 1e6) / 1e6 }),
            ...(kind.isRate && { label: this.label.value, minutes: this.minutes.valueAsNumber }),
        };
    }
}

const select = (any, values) => el("select", {}, el("option", { value: "" }, any), values.map(v => el("option", { value: v }, v)));

function field(name, input) {
    const id = `new-${fields++}`;
    input.id = id;
    return el("div", {}, el("label", { for: id }, name), input);
}
