// The few calls that every part of the script makes, under names that weigh less.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
// In the dialog, if there is one: what is behind it is out of reach.
export const near = (selector) => one(`dialog ${selector}`) ?? one(selector);
export const byId = (id) => id && document.getElementById(id);
export const on = (kind, listener) => document.addEventListener(kind, listener);
