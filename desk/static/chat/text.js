// Text as text: addresses in it can be followed, and references keep their own direction inside Arabic.

import { html } from "../vendor/htm-preact-standalone.module.js";

const LINK = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/;
// 4471-AB, AB/12.3, +358 40 123 4567: turned round or broken over two lines they can't be read out or typed again.
export const REFERENCE = /((?:[A-Za-z0-9]{1,12}[-/_.#]){1,3}[A-Za-z0-9]{1,12}|\+\d[\d ]{5,16}\d)/;

const references = (text) => text.split(REFERENCE).map((part, at) => (at % 2 ? html`<bdi class="reference" dir="ltr">${part}</bdi>` : part));

const linked = (text) =>
  text.split(LINK).map((part, at) => (at % 2 ? html`<a href=${part} target="_blank" rel="noopener noreferrer">${part}</a>` : references(part)));

// Addresses in what we write can be followed; in what the customer writes they stay text.
export const marked = (text, ours) => (ours ? linked(text) : references(text));
