// Follows a conversation's events: server-sent events read with fetch (EventSource can't send a token), resumed after
// the last id seen, opened again with growing pauses for as long as it takes.

import { backOff, pause } from "./pause.js";

const SETTLED = 10_000; // a stream that held this long was a good one
const SILENCE = 40_000; // the desk says something every 15 s; after this the line is dead though nobody told us

// The events in a piece of the stream, and what is left of it for the next.
export function parse(text) {
  const blocks = text.replaceAll("\r\n", "\n").split("\n\n");
  const rest = blocks.pop();
  const events = blocks.map((block) => {
    const lines = block.split("\n").filter((line) => line.startsWith("data:"));
    return lines.map((line) => line.slice(5).trimStart()).join("\n");
  });
  return { events: events.filter(Boolean).map((data) => JSON.parse(data)), rest };
}

async function read(body, onEvent, onSilence) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  let alarm = setTimeout(onSilence, SILENCE);
  try {
    for (;;) {
      const { value, done } = await reader.read();
      clearTimeout(alarm);
      if (done) return;
      alarm = setTimeout(onSilence, SILENCE);
      const { events, rest } = parse(buffer + value);
      buffer = rest;
      events.forEach(onEvent);
    }
  } finally {
    clearTimeout(alarm);
  }
}

// open(signal) gives the response; onStale is called once when the token or the conversation is no longer good.
export async function follow({ open, onEvent, onLine, onStale, signal }) {
  let tries = 0;
  while (!signal.aborted) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener("abort", stop);
    window.addEventListener("offline", stop);
    let wait = 0;
    try {
      const response = await open(attempt.signal);
      onLine(true);
      const since = Date.now();
      await read(response.body, onEvent, stop);
      if (Date.now() - since > SETTLED) tries = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (error.stale) return onStale();
      if (error.status === 0 || error.status >= 500 || !navigator.onLine) onLine(false);
      wait = error.retryAfter ?? 0;
    } finally {
      signal.removeEventListener("abort", stop);
      window.removeEventListener("offline", stop);
    }
    await pause(backOff(tries++, wait), signal);
  }
}
