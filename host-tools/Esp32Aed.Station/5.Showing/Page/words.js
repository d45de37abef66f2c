const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** A count: 1,234. */
export const number = n => whole.format(n);

/** Two digits that matter: 0.012, 1.3, 42. */
export function short(x) {
    if (x === 0) {
        return "0";
    }

    const size = Math.abs(x);
    return size >= 100 ? whole.format(x) : size >= 10 ? x.toFixed(size < 99.95 ? 1 : 0) : size >= 0.1 ? x.toFixed(2) : x.toPrecision(1);
}

/** A time span in its largest fitting unit: 45 s, 12 min, 3 h, 5 days. */
export function span(seconds) {
    const s = Math.max(0, seconds);
    return s < 100 ? `${Math.round(s)} s`
        : s < 5400 ? `${Math.round(s / 60)} min`
        : s < 172800 ? `${Math.round(s / 3600)} h`
        : `${Math.round(s / 86400)} days`;
}

/** A share: 0.4 %, 97 %. */
export function percent(share) {
    const p = share * 100;
    return p === 0 ? "0 %" : p < 0.1 ? "< 0.1 %" : p < 10 ? `${p.toFixed(1)} %` : `${Math.round(p)} %`;
}

/** The interval of a rate: 0.9 to 1.6. */
export const interval = rate => rate.high === null ? `${short(rate.low)} or more` : `${short(rate.low)} to ${short(rate.high)}`;

/** A signal in dBm with a word for it. */
export const signal = dbm => `${String(dbm).replace("-", "\u2212")} dBm, ${dbm >= -60 ? "good" : dbm >= -75 ? "fair" : "weak"}`;

/** One or many: 1 event, 2 events. */
export const many = (n, one, more = one + "s") => `${number(n)} ${n === 1 ? one : more}`;

const dateAndTime = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A local date and time of Unix seconds: 12 Nov, 14:05. */
export const moment = seconds => dateAndTime.format(seconds * 1000);

/** What there is to do where no sensor is known. */
export const noSensor = "No sensor has posted yet. Add one under Devices, and put its token into the sensor's nf.secrets.";

/** Minutes that local time is east of UTC, in whole hours as the station's sums are. */
export const offsetMinutes = () => Math.round(-new Date().getTimezoneOffset() / 60) * 60;
