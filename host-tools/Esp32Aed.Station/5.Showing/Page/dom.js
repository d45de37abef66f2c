/**
 * Makes an element. Texts become text nodes, never markup: labels and messages may hold anything.
 * @param {string} tag
 * @param {Object} attributes `onclick` and the like are listeners; true sets an empty attribute, false and null leave it out
 * @param {...(Node|string|number|null|Array)} children
 */
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value === true ? "" : value);
        }
    }

    element.append(...children.flat().filter(c => c !== null && c !== undefined).map(c => (c instanceof Node ? c : String(c))));
    return element;
}

/** Sets a text only when it differs, so that nothing is laid out or read aloud in vain. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** A function that runs at most once in so many milliseconds, and once more at the end. */
export function atMost(milliseconds, act) {
    let last = -Infinity;
    let timer = 0;
    const run = () => {
        timer = 0;
        last = performance.now();
        act();
    };
    return () => {
        timer ||= setTimeout(run, Math.max(0, last + milliseconds - performance.now()));
    };
}
