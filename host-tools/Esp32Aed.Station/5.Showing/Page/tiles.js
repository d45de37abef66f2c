import { get } from "./api.js";
import { drawSpark } from "./bars.js";
import { keepDrawn } from "./canvas.js";
import { atMost, el, setText } from "./dom.js";
import { interval, many, noSensor, number, offsetMinutes, percent, short, signal, span } from "./words.js";

const mostTiles = 200;
const mostLabels = 4;
const lateAfter = 3;

/** A tile for each sensor, kept up to date by records as they come and by asking the station now and then. */
export class Tiles {
    #tiles = new Map();
    #clockAhead = 0;
    #devices = [];
    #byName = new Map();
    #refreshSoon = atMost(5000, () => this.refresh());
    #showSoon = atMost(150, () => this.#show());

    constructor(root) {
        this.summary = el("p", { class: "summary", role: "status" });
        this.filter = el("input", { type: "search", placeholder: "Find a sensor", "aria-label": "Find a sensor", hidden: true, oninput: () => this.#show() });
        this.grid = el("div", { class: "tiles" });
        this.message = el("p", { class: "message", role: "alert", hidden: true });
        root.replaceChildren(el("h1", { class: "unseen" }, "Sensors"), el("div", { class: "row" }, this.summary, this.filter), this.message, this.grid);
        this.watcher = new IntersectionObserver(seen => seen.forEach(s => this.#tiles.get(s.target.dataset.device)?.comeIntoView(s.isIntersecting)));
        const ticking = setInterval(() => (this.grid.isConnected ? this.#tick() : clearInterval(ticking)), 1000);
        const asking = setInterval(() => (this.grid.isConnected ? this.refresh() : clearInterval(asking)), 30000);
    }

    async start() {
        await this.refresh();
        performance.mark("tiles");
    }

    /** Shows what rings. */
    ring(ringing) {
        this.ringing = ringing;
        if (this.#devices.length > 0) {
            this.#show();
        }
    }

    async refresh() {
        try {
            const answer = await get("/api/devices", { offset_minutes: offsetMinutes() });
            this.#clockAhead = Date.parse(answer.now) - Date.now();
            this.#devices = answer.devices;
            this.#byName = new Map(answer.devices.map(d => [d.device, d]));
            this.message.hidden = true;
            this.#show();
        } catch (error) {
            this.message.textContent = error.message;
            this.message.hidden = false;
        }
    }

    /** Takes a record that has just been stored. */
    tell(record) {
        const device = this.#byName.get(record.device);
        if (device) {
            const events = Object.entries(record.counts);
            device.last_seen = record.arrived;
            device.last_record = record;
            device.today.count += events.reduce((n, [, count]) => n + count, 0);
            device.today.listened_s += record.listened_s;
            device.today.length_s += record.length_s;
            device.today.lost_s += record.lost_s;
            device.today.labels = { ...device.today.labels };
            for (const [label, count] of events) {
                device.today.labels[label] = (device.today.labels[label] ?? 0) + count;
            }

            this.#showSoon();
        }

        this.#refreshSoon();
    }

    #show() {
        const words = this.filter.value.trim().toLowerCase();
        const chosen = this.#devices.filter(d => d.device.toLowerCase().includes(words));
        const shown = chosen.slice(0, mostTiles);
        this.filter.hidden = this.#devices.length <= 12;
        const names = new Set(shown.map(d => d.device));
        for (const [name, tile] of this.#tiles) {
            if (!names.has(name)) {
                tile.root.remove();
                this.#tiles.delete(name);
            }
        }

        shown.forEach((device, i) => {
            let tile = this.#tiles.get(device.device);
            if (!tile) {
                tile = new Tile(device.device);
                this.#tiles.set(device.device, tile);
                this.watcher.observe(tile.root);
            }

            if (this.grid.children[i] !== tile.root) {
                this.grid.insertBefore(tile.root, this.grid.children[i] ?? null);
            }

            tile.show(device, this.#now());
            this.ringing?.show(tile.ringing, [device.device]);
            tile.look();
        });
        const used = this.#devices.filter(d => !d.is_revoked);
        const late = used.filter(d => isLate(d, this.#now())).length;
        const alerts = this.ringing?.count ?? 0;
        const events = this.#devices.reduce((n, d) => n + d.today.count, 0);
        setText(this.summary, this.#devices.length === 0
            ? noSensor
            : `${many(used.length, "sensor")}, ${late === 0 ? "none late" : `${number(late)} late`}${alerts === 0 ? "" : `, ${many(alerts, "alert")} ringing`}, ${many(events, "event")} today`
                + (chosen.length > shown.length ? `; the first ${number(shown.length)} of ${number(chosen.length)} are shown` : ""));
    }

    #tick() {
        for (const [name, tile] of this.#tiles) {
            tile.showTime(this.#byName.get(name), this.#now());
        }
    }

    #now() {
        return Date.now() + this.#clockAhead;
    }
}

/** The sensor's own rhythm, seconds: what it posts in one go is one post, and it can't post more often than its records are long. */
function usualGap(device) {
    const record = device.last_record;
    return device.post_gap_s === null ? null : Math.max(device.post_gap_s, record ? record.length_s / record.records : 0);
}

function isLate(device, now) {
    const gap = usualGap(device);
    return device.last_seen !== null && gap !== null && !device.is_revoked && now - Date.parse(device.last_seen) > lateAfter * gap * 1000;
}

class Tile {
    #isInView = false;
    #nextLook = 0;
    #nextTrend = 0;
    #hours = [];

    constructor(name) {
        this.name = name;
        const id = `tile-${name}`;
        this.badge = el("span", { class: "badge" });
        this.seen = el("p", { class: "seen" });
        this.ringing = el("ul", { class: "ringing", hidden: true, "aria-label": "Alerts that ring" });
        this.count = el("strong");
        this.spark = el("canvas", { class: "spark", role: "img", "aria-label": "Events of the last 24 hours, by hour" });
        this.labels = el("tbody");
        this.table = el("table", { class: "labels" },
            el("thead", {}, el("tr", {}, ["Event", "Today", "Per minute, last hour"].map(t => el("th", { scope: "col" }, t)))), this.labels);
        this.facts = {};
        const list = el("dl", { class: "facts" });
        this.day = el("div", { class: "row" }, el("p", { class: "count" }, this.count, " today"), this.spark);
        this.list = list;
        for (const name of ["Battery", "Signal", "Load", "Listened today", "Lost today"]) {
            this.facts[name] = el("dd");
            list.append(el("div", { hidden: true }, el("dt", {}, name), this.facts[name]));
        }

        this.root = el("article", { class: "tile", "aria-labelledby": id, "data-device": name },
            el("header", {}, el("h2", { id }, el("a", { href: `#/charts/${encodeURIComponent(name)}` }, name)), this.badge),
            this.seen,
            this.ringing,
            this.day,
            this.table,
            list);
        keepDrawn(this.spark, () => drawSpark(this.spark, this.#hours));
    }

    show(device, now) {
        this.day.hidden = this.list.hidden = device.last_seen === null;
        setText(this.count, number(device.today.count));
        this.#showLabels(device);
        const { listened_s: listened, length_s: length, lost_s: lost } = device.today;
        const record = device.last_record;
        this.#showFact("Signal", record?.rssi_dbm === undefined ? null : signal(record.rssi_dbm));
        this.#showFact("Load", record?.load === undefined ? null : percent(record.load), record?.load > 0.9);
        this.#showFact("Listened today", length > 0 ? percent(listened / length) : null);
        this.#showFact("Lost today", listened + lost > 0 ? percent(lost / (listened + lost)) : null, lost / (listened + lost) > 0.01);
        this.battery = record?.battery_mv;
        this.#showBattery();
        this.showTime(device, now);
    }

    showTime(device, now) {
        const gap = usualGap(device);
        const late = isLate(device, now);
        setText(this.seen, device.last_seen === null
            ? "never seen"
            : `seen ${span((now - Date.parse(device.last_seen)) / 1000)} ago${gap === null ? "" : `, posts every ${span(gap)}`}`);
        setText(this.badge, device.is_revoked ? "revoked" : device.last_seen === null ? "waiting" : late ? "late" : "on time");
        this.badge.className = `badge ${late ? "bad" : device.is_revoked || device.last_seen === null ? "" : "good"}`;
    }

    comeIntoView(isInView) {
        this.#isInView = isInView;
        this.look();
    }

    /** Asks for what this tile alone needs: while it is in view, once a minute. */
    async look() {
        if (!this.#isInView || Date.now() < this.#nextLook) {
            return;
        }

        this.#nextLook = Date.now() + 60000;
        try {
            const hour = Math.floor(Date.now() / 3600000) * 3600;
            const { buckets } = await get("/api/counts", { device: this.name, bucket: "hour", from: hour - 23 * 3600, to: hour + 3600 });
            const known = new Map(buckets.map(b => [b[0], b[1]]));
            this.#hours = Array.from({ length: 24 }, (_, i) => known.get(hour - (23 - i) * 3600) ?? null);
            drawSpark(this.spark, this.#hours);
            if (this.battery && Date.now() >= this.#nextTrend) {
                this.#nextTrend = Date.now() + 600000;
                this.trend = await get("/api/battery", { device: this.name });
                this.#showBattery();
            }
        } catch {
            // The tiles say that the station does not answer; this is asked again.
            this.#nextTrend = 0;
        }
    }

    #showBattery() {
        const left = this.trend?.days_left ?? null;
        this.#showFact("Battery", !this.battery ? null : `${(this.battery / 1000).toFixed(2)} V${left === null ? "" : `, ${many(left, "day")} left`}`, left !== null && left < 7);
    }

    #showFact(name, text, isBad = false) {
        const fact = this.facts[name];
        fact.parentElement.hidden = text === null;
        fact.classList.toggle("warn", isBad);
        setText(fact, text ?? "");
    }

    #showLabels(device) {
        const labels = Object.entries(device.today.labels).sort((a, b) => b[1] - a[1]);
        this.table.hidden = labels.length === 0;
        const rows = labels.slice(0, mostLabels).map(([label, count]) => {
            const rate = device.rates?.[label];
            return el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, number(count)),
                el("td", {}, rate ? [el("b", {}, short(rate.per_minute)), ` (${interval(rate)})`] : "–"));
        });
        if (labels.length > mostLabels) {
            rows.push(el("tr", {}, el("th", { scope: "row" }, `${labels.length - mostLabels} more`),
                el("td", {}, number(labels.slice(mostLabels).reduce((n, [, count]) => n + count, 0))), el("td")));
        }

        this.labels.replaceChildren(...rows);
    }
}
