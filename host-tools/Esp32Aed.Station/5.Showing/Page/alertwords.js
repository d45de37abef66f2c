import { short, span } from "./words.js";

/** The kinds of alerts: their names, the unit of their limit, how much of it the API's unit is, and when they ring. */
export const kinds = {
    rate_over: { name: "Rate over", unit: "per minute", scale: 1, isRate: true, why: "Rings when the rate is over the limit with all of its 95 % interval; ends when the rate is a tenth under it." },
    rate_under: { name: "Rate under", unit: "per minute", scale: 1, isRate: true, why: "Rings when the rate is under the limit with all of its 95 % interval; ends when the rate is a tenth over it." },
    silent: { name: "Sensor silent", unit: null, why: "Rings when a sensor has not posted for three times its usual gap, and for 10 minutes at least; ends when it posts." },
    battery_below: { name: "Battery low", unit: "V", scale: 1000, why: "Rings when the last known voltage is below the limit; ends when it is 0.05 V above it." },
};

/** What a rule looks at: cough over 2.5 per minute. */
export function nameOf(rule) {
    const kind = kinds[rule.kind];
    return rule.kind === "silent" ? "Sensor silent"
        : rule.kind === "battery_below" ? `Battery below ${volts(rule.limit / kind.scale)} V`
        : `${rule.label || "All events"} ${rule.kind === "rate_over" ? "over" : "under"} ${amount(rule.limit)} per minute`;
}

/** Where, and over which time. */
export const reachOf = rule => `${rule.device ?? "Every sensor"}${rule.minutes ? `, the last ${rule.minutes === 1440 ? "24 h" : span(rule.minutes * 60)}` : ""}`;

/** A limit with the digits it was given; short numbers may drop some. */
const amount = limit => (Number(short(limit).replaceAll(",", "")) === limit ? short(limit) : String(limit));

/** Two digits, or those it was given. */
const volts = limit => (Number(limit.toFixed(2)) === limit ? limit.toFixed(2) : String(limit));
