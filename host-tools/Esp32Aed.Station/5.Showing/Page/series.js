/**
 * Sums of the API as flat arrays, times in Unix seconds. A record that is longer than a bucket reaches on to where it ends, or the next begins.
 * @param {{bucket_s: number, buckets: number[][]}} answer
 */
export function seriesOf(answer) {
    const { bucket_s: bucket, buckets } = answer;
    const n = buckets.length;
    const series = { bucket, n, start: new Float64Array(n), end: new Float64Array(n), count: new Float64Array(n), listened: new Float64Array(n), length: new Float64Array(n) };
    for (let i = 0; i < n; i++) {
        const [start, count, listened, length] = buckets[i];
        series.start[i] = start;
        series.end[i] = start + Math.max(bucket, length);
        series.count[i] = count;
        series.listened[i] = listened;
        series.length[i] = length;
        if (i > 0 && series.end[i - 1] > start) {
            series.end[i - 1] = start;
        }
    }

    return series;
}

/**
 * A series brought to columns of pixels: sums of each column, the smallest and largest rate of a bucket in it, and where nothing was received.
 * Up to one bucket without a record is no gap: records are rarely exactly as long as a bucket.
 * @param {Object} series from seriesOf
 * @param {number} from Unix seconds
 * @param {number} to
 * @param {number} width columns
 * @param {number} end nothing can have been received after this: now
 */
export function columnsOf(series, from, to, width, end) {
    const columns = {
        from, to, width, count: new Float64Array(width), listened: new Float64Array(width), length: new Float64Array(width),
        low: new Float64Array(width).fill(Infinity), high: new Float64Array(width).fill(-Infinity), gap: new Uint8Array(width), gaps: 0, points: 0,
    };
    const scale = width / (to - from);
    let covered = from;
    for (let i = 0; i < series.n; i++) {
        const a = (series.start[i] - from) * scale;
        const z = (series.end[i] - from) * scale;
        if (z <= 0 || a >= width) {
            continue;
        }

        columns.points++;
        if (series.start[i] - covered > series.bucket * 1.01) {
            markGap(columns, covered, series.start[i], scale);
        }

        covered = series.end[i];
        const rate = series.listened[i] > 0 ? series.count[i] / series.listened[i] * 60 : NaN;
        const after = Math.min(width, Math.max(Math.ceil(z), Math.floor(a) + 1));
        for (let c = Math.max(0, Math.floor(a)); c < after; c++) {
            const part = (Math.min(z, c + 1) - Math.max(a, c)) / (z - a);
            columns.count[c] += series.count[i] * part;
            columns.listened[c] += series.listened[i] * part;
            columns.length[c] += series.length[i] * part;
            if (rate < columns.low[c]) {
                columns.low[c] = rate;
            }

            if (rate > columns.high[c]) {
                columns.high[c] = rate;
            }
        }
    }

    const last = series.n - 1;
    const usual = last >= 0 ? series.end[last] - series.start[last] : 0;
    if (Math.min(end, to) - covered > Math.max(series.bucket * 2, usual * 1.5)) {
        markGap(columns, covered, Math.min(end, to), scale);
    }

    return columns;
}

/** Events per minute of listening in each column, over so many columns around it; NaN where nothing was listened to. */
export function ratesOf(columns, around = 0) {
    const rates = new Float64Array(columns.width).fill(NaN);
    for (let c = 0; c < columns.width; c++) {
        let [count, listened] = [0, 0];
        for (let k = Math.max(0, c - around); k <= Math.min(columns.width - 1, c + around); k++) {
            count += columns.count[k];
            listened += columns.listened[k];
        }

        if (columns.length[c] > 0 && listened > 0) {
            rates[c] = count / listened * 60;
        }
    }

    return rates;
}

function markGap(columns, from, to, scale) {
    columns.gaps++;
    const last = Math.min(columns.width, Math.floor((to - columns.from) * scale));
    for (let c = Math.max(0, Math.ceil((from - columns.from) * scale)); c < last; c++) {
        columns.gap[c] = 1;
    }
}
