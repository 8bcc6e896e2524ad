// Waiting between two tries: longer each time, never all browsers at once, and over as soon as the line is back.

const LONGEST = 30_000;

export function backOff(tries, retryAfter = 0) {
  const grown = Math.min(LONGEST, 500 * 2 ** tries);
  return Math.max(retryAfter * 1000, grown * (0.5 + Math.random() / 2));
}

export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      window.removeEventListener("online", over);
      signal?.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    window.addEventListener("online", over);
    signal?.addEventListener("abort", over);
  });
}
