// What calls an agent back: a sound, a browser notification, the number in the title. The first two only when asked for.

let audio = null;

// Two soft notes; made here, so there is no file to fetch.
export function chime() {
  try {
    audio ??= new AudioContext();
    [660, 880].forEach((frequency, at) => note(frequency, audio.currentTime + at * 0.14));
  } catch {
    // No sound device: the list and the title still say it.
  }
}

function note(frequency, start) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.25);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.3);
}

export const canNotify = () => "Notification" in window;

export async function askToNotify() {
  return canNotify() && (await Notification.requestPermission()) === "granted";
}

export function notify(title, body, onClick) {
  if (!canNotify() || Notification.permission !== "granted" || document.visibilityState === "visible") return;
  const shown = new Notification(title, { body, tag: title });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onClick();
  };
}

export function badge(count, title) {
  const wanted = count > 0 ? `(${count}) ${title}` : title;
  if (document.title !== wanted) document.title = wanted;
}
