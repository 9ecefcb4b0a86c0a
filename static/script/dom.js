// Short names for common DOM calls.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
// Searches the dialog, if there is one: the page behind it is inert.
export const near = (selector) => one(`dialog ${selector}`) ?? one(selector);
export const byId = (id) => id && document.getElementById(id);
export const on = (kind, listener) => document.addEventListener(kind, listener);
