// A page's rows from the desk, piece by piece: what is there, whether there is more, and how to get it.

import { useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";

export function usePaged(desk, path, query = {}) {
  const [state, setState] = useState({ items: [], next: null, loading: true, failed: false });
  const asked = useRef(0);
  const load = async (cursor) => {
    const number = ++asked.current;
    setState((before) => ({ ...before, loading: true }));
    const answer = await desk.attempt(() => desk.api.get(path, { ...query, ...cursor }), { quiet: true });
    if (number !== asked.current) return;
    setState((before) => (answer ? { ...answer, items: cursor ? [...before.items, ...answer.items] : answer.items, loading: false, failed: false } : { ...before, loading: false, failed: true }));
  };
  useEffect(() => void load(), [path, JSON.stringify(query), desk.state.ended]);
  const replace = (item) => setState((before) => ({ ...before, items: before.items.map((each) => (each.id === item.id ? item : each)) }));
  return { ...state, load, replace };
}
