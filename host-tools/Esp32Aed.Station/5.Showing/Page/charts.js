import { get } from "./api.js";
import { drawHours } from "./bars.js";
import { keepDrawn } from "./canvas.js";
import { columnAt, drawChart, scaleOf } from "./chart.js";
import { atMost, el, setText } from "./dom.js";
import { seriesOf } from "./series.js";
import { interval, many, moment, noSensor, number, offsetMinutes, percent, short, span } from "./words.js";

const spans = { hour: 3600, day: 86400, week: 604800, month: 2592000 };
const mostSensors = 6;
const mostListed = 40;
const mostMinutes = 2;
const longestRecord = 3600;

/** Sensors over time, by hour of the day, and what was counted; one or several, as rates or as bubbles per minute. */
export class Charts {
    #series = [];
    #drawn = [];
    #cursor = null;
    #asked = 0;
    #refreshSoon = atMost(5000, () => this.refresh());

    /** @param {{sensors: string[], label: string, span: string, view: string, end: ?number}} choice end in Unix seconds; null is now */
    constructor(root, choice, onChoice) {
        this.choice = choice;
        this.onChoice = onChoice;
        this.sensors = el("fieldset", { class: "chips" }, el("legend", {}, `Sensors (up to ${mostSensors})`));
        this.label = el("select", { "aria-label": "Event", onchange: () => this.#choose({ label: this.label.value }) });
        this.message = el("p", { class: "message", role: "alert", hidden: true });
        this.ringing = el("ul", { class: "ringing panel", hidden: true, "aria-label": "Alerts that ring" });
        this.title = el("h2");
        this.canvas = el("canvas", { class: "chart", role: "img", tabindex: 0, "aria-describedby": "readout" });
        this.readout = el("output", { id: "readout", class: "readout" });
        this.caption = el("figcaption");
        this.summary = el("p", { class: "bubbles", hidden: true });
        this.table = el("table", { class: "numbers", tabindex: 0, "aria-label": "Numbers of this time" });
        this.hoursTitle = el("h2");
        this.bars = el("canvas", { class: "bars", role: "img" });
        this.when = el("span", { class: "when" });
        this.later = el("button", { type: "button", onclick: () => this.#move(1) }, "Later ›");
        this.downloads = el("p", { class: "downloads" });
        this.body = el("div", {},
            el("div", { class: "controls" },
                this.sensors,
                el("div", { class: "row" },
                    this.label,
                    radios("Time", "span", Object.keys(spans), choice.span, value => this.#choose({ span: value })),
                    radios("As", "view", ["rate", "bubbles"], choice.view, value => this.#choose({ view: value }))),
                el("div", { class: "row" },
                    el("button", { type: "button", onclick: () => this.#move(-1) }, "‹ Earlier"), this.later,
                    el("button", { type: "button", onclick: () => this.#choose({ end: null }) }, "Now"), this.when)),
            this.message,
            this.ringing,
            el("figure", {}, this.title, this.summary, this.canvas, this.readout,
                this.caption),
            this.table,
            el("figure", {}, this.hoursTitle, this.bars),
            this.downloads);
        this.empty = el("p", { class: "summary", role: "status", hidden: true }, noSensor);
        root.replaceChildren(el("h1", {}, "Charts"), this.empty, this.body);
        this.canvas.addEventListener("pointermove", e => this.#read(columnAt(this.canvas, e.offsetX)));
        this.canvas.addEventListener("pointerleave", () => this.#read(null));
        this.canvas.addEventListener("keydown", e => this.#key(e));
        keepDrawn(this.canvas, () => this.#draw());
        keepDrawn(this.bars, () => this.#drawBars());
    }

    async start() {
        try {
            const { devices } = await get("/api/devices", { rates: "no" });
            const names = devices.map(d => d.device);
            if (names.length + this.choice.sensors.length === 0) {
                this.body.hidden = true;
                this.empty.hidden = false;
                return;
            }

            if (this.choice.sensors.length === 0) {
                this.choice.sensors = names.slice(0, 1);
                this.alerts?.show(this.ringing, this.choice.sensors);
            }

            this.#listSensors(names);
            await this.refresh();
        } catch (error) {
            this.#say(error.message);
        }
    }

    /** Shows what rings of the chosen sensors. */
    ring(ringing) {
        this.alerts = ringing;
        ringing.show(this.ringing, this.choice.sensors);
    }

    /** Takes a record that has just been stored. */
    tell(record) {
        if (this.choice.end === null && this.choice.sensors.includes(record.device)) {
            this.#refreshSoon();
        }
    }

    async refresh() {
        const asked = ++this.#asked;
        const { sensors, label, view } = this.choice;
        const now = Date.now() / 1000;
        const to = this.choice.end ?? now;
        const from = to - spans[this.choice.span];
        const bucket = this.choice.span === "month" && sensors.length > mostMinutes ? "hour" : "minute";
        const query = device => ({ device, label, from: Math.floor(from), to: Math.ceil(to) });
        try {
            const answers = await Promise.all(sensors.map(device => Promise.all([
                get("/api/counts", { ...query(device), from: Math.floor(from) - longestRecord, bucket }),
                get("/api/rate", query(device)),
                get("/api/hours", { ...query(device), from: Math.floor(Math.min(from, to - spans.week)), offset_minutes: offsetMinutes() }),
                get("/api/labels", { device }),
            ])));
            if (asked !== this.#asked) {
                return;
            }

            this.#say(null);
            this.plot = { from, to, now, smooth: view === "bubbles" ? Math.max(600, (to - from) / 72) : Math.max(300, (to - from) / 144), hasRange: view === "rate" && sensors.length === 1 };
            const began = performance.now();
            this.#series = answers.map(([counts]) => seriesOf(counts));
            this.#draw();
            this.canvas.dataset.allMs = (performance.now() - began).toFixed(1);
            this.hours = answers.map(([, , hours], i) => ({ name: sensors[i], hours: hours.hours }));
            this.#drawBars();
            this.#listLabels([...new Set(answers.flatMap(([, , , labels]) => labels.labels))]);
            this.#tell(answers.map(([, rate]) => rate));
        } catch (error) {
            this.#say(error.message);
        }
    }

    #choose(change) {
        this.choice = { ...this.choice, ...change };
        this.onChoice(this.choice);
        this.alerts?.show(this.ringing, this.choice.sensors);
        this.refresh();
    }

    #move(steps) {
        const end = (this.choice.end ?? Date.now() / 1000) + steps * spans[this.choice.span] / 2;
        this.#choose({ end: end >= Date.now() / 1000 ? null : Math.round(end) });
    }

    #draw() {
        if (this.plot) {
            this.#drawn = drawChart(this.canvas, { ...this.plot, sensors: this.#series, cursor: this.#cursor });
        }
    }

    #drawBars() {
        if (this.hours?.length > 0) {
            drawHours(this.bars, this.hours);
            const best = this.hours[0].hours.reduce((a, b) => (b.count > a.count ? b : a));
            this.bars.setAttribute("aria-label", best.count > 0 ? `Most events of ${this.hours[0].name} come from ${best.hour} to ${best.hour + 1} o'clock: ${number(best.count)}` : "No events");
        }
    }

    #tell(rates) {
        const { sensors, label, view, end } = this.choice;
        const what = view === "bubbles" ? "Bubbles per minute" : `${label || "Events"} per minute of listening`;
        setText(this.title, what);
        setText(this.when, `${moment(this.plot.from)} to ${moment(this.plot.to)}`);
        this.later.disabled = end === null;
        this.canvas.setAttribute("aria-label", `${what} of ${sensors.join(", ") || "no sensor"}. Left and right arrows read it off.`);
        const { beyond } = scaleOf(this.#drawn, this.plot.hasRange);
        setText(this.caption, `The line is the mean over ${span(this.plot.smooth)}${this.plot.hasRange ? `, the pale range spans the single minutes${beyond ? `, some of which reach ${short(beyond)}` : ""}` : ""}. `
            + "The strip below: filled is time listened to, plain is not listened, hatched is nothing received.");
        setText(this.hoursTitle, `${label || "Events"} per hour of listening, by hour of the day, in ${this.choice.span === "month" ? "this month" : "the week"} to ${moment(this.plot.to)}`);
        this.#tellBubbles();
        const head = ["Sensor", "Events", "Per minute (95 %)", "Spacing", "Listened", "Gaps"];
        const rows = sensors.map((name, i) => {
            const rate = rates[i];
            const { length, listened, gaps } = this.#drawn[i].columns;
            const share = sum(length) > 0 ? sum(listened) / sum(length) : null;
            const cells = [number(Math.round(sum(this.#drawn[i].columns.count))), rate ? [el("b", {}, short(rate.per_minute)), ` (${interval(rate)})`] : "–", rate?.spacing ?? "–",
                share === null ? "–" : percent(share), number(gaps)];
            return el("tr", {}, el("th", { scope: "row" }, el("span", { class: `dot dot-${i + 1}` }), name), cells.map((cell, c) => el("td", { "data-name": head[c + 1] }, cell)));
        });
        this.table.replaceChildren(el("thead", {}, el("tr", {}, head.map(t => el("th", { scope: "col" }, t)))), el("tbody", {}, rows));
        const device = sensors.length === 1 ? `&device=${encodeURIComponent(sensors[0])}` : "";
        const range = `&from=${Math.floor(this.plot.from)}&to=${Math.ceil(this.plot.to)}`;
        this.downloads.replaceChildren(`Download the records of this time${device ? "" : ", of all sensors"}: `,
            ...["csv", "json", "influx"].flatMap(f => [el("a", { href: `/api/export?format=${f}${device}${range}`, download: true }, f), " "]));
    }

    #tellBubbles() {
        this.summary.hidden = this.choice.view !== "bubbles" || this.#drawn.length === 0;
        if (this.summary.hidden) {
            return;
        }

        setText(this.summary, this.#drawn.map(({ columns, rates }, i) => {
            const last = rates.findLastIndex(r => r >= 0);
            const peak = rates.reduce((best, r, c) => (r > (rates[best] || 0) ? c : best), 0);
            return last < 0 ? `${this.choice.sensors[i]}: nothing heard.`
                : `${this.choice.sensors[i]}: ${short(rates[last])} bpm now` + (rates[peak] > 0
                    ? `, ${percent(rates[last] / rates[peak])} of the peak of ${short(rates[peak])} on ${moment(timeOf(columns, peak))}; ${many(Math.round(sum(columns.count)), "bubble")}.`
                    : ".");
        }).join(" "));
    }

    #read(column) {
        if (this.#drawn.length === 0 || column === this.#cursor) {
            return;
        }

        this.#cursor = column;
        this.#draw();
        setText(this.readout, column === null || !(column < this.#drawn[0].rates.length) ? "" : `${moment(timeOf(this.#drawn[0].columns, column))}: `
            + this.#drawn.map(({ columns, rates }, i) => `${this.choice.sensors[i]} ${Number.isNaN(rates[column])
                ? columns.gap[column] ? "nothing received" : "not listened"
                : `${short(rates[column])} per minute, ${percent(Math.min(1, columns.listened[column] / columns.length[column]))} listened`}`).join("; "));
    }

    #key(event) {
        const last = (this.#drawn[0]?.rates.length ?? 1) - 1;
        const step = event.shiftKey ? 20 : 1;
        const at = this.#cursor ?? last;
        const next = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: last }[event.key];
        if (next !== undefined) {
            event.preventDefault();
            this.#read(Math.max(0, Math.min(last, next)));
        }
    }

    #listSensors(names) {
        const listed = [...new Set([...this.choice.sensors, ...names.slice(0, mostListed)])].sort();
        const boxes = listed.map(name => el("label", {},
            el("input", { type: "checkbox", value: name, checked: this.choice.sensors.includes(name), onchange: () => this.#pick() }), name));
        this.boxes = boxes.map(b => b.firstChild);
        this.sensors.replaceChildren(this.sensors.firstChild, ...boxes);
        if (names.length > listed.length) {
            const more = el("input", { list: "names", placeholder: "another sensor", "aria-label": "Another sensor" });
            more.addEventListener("change", () => {
                if (names.includes(more.value)) {
                    this.#choose({ sensors: [...this.choice.sensors, more.value].slice(-mostSensors) });
                    this.#listSensors(names);
                }
            });
            this.sensors.append(more, el("datalist", { id: "names" }, names.map(n => el("option", { value: n }))));
        }
    }

    #pick() {
        const checked = this.boxes.filter(b => b.checked).map(b => b.value);
        const sensors = [...new Set([...this.choice.sensors.filter(s => checked.includes(s)), ...checked])];
        this.boxes.forEach(b => {
            b.disabled = !b.checked && sensors.length >= mostSensors;
        });
        this.#choose({ sensors });
    }

    #listLabels(labels) {
        const all = ["", ...new Set([...labels, ...(this.choice.label ? [this.choice.label] : [])])];
        if (all.join("\n") !== [...this.label.options].map(o => o.value).join("\n")) {
            this.label.replaceChildren(...all.map(l => el("option", { value: l }, l || "all events")));
        }

        this.label.value = this.choice.label;
    }

    #say(text) {
        this.message.hidden = text === null;
        setText(this.message, text ?? "");
    }
}

function radios(legend, name, values, chosen, onChoice) {
    return el("fieldset", { class: "chips" }, el("legend", { class: "unseen" }, legend),
        values.map(v => el("label", {}, el("input", { type: "radio", name, value: v, checked: v === chosen, onchange: () => onChoice(v) }), v)));
}

const sum = array => array.reduce((a, b) => a + b, 0);
const timeOf = (columns, column) => columns.from + (column + 0.5) / columns.width * (columns.to - columns.from);
