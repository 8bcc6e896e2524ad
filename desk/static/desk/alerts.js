// What calls an agent back: a sound, a browser notification, the number in the title. The first two only when asked for.

const APART = 1500; // milliseconds; many messages at once are one sound

let audio = null;
let rung = 0;

// Two soft notes; made here, so there is no file to fetch. A page that nobody has touched yet is kept silent by the browser:
// what was to be heard then would all be heard at the first click.
export async function chime() {
  if (Date.now() - rung < APART || navigator.userActivation?.hasBeenActive === false) return;
  rung = Date.now();
  try {
    audio ??= new AudioContext();
    await audio.resume();
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

export const mayNotify = () => "Notification" in window && Notification.permission === "granted";

export const askToNotify = async () => "Notification" in window && (await Notification.requestPermission()) === "granted";

// One for each conversation, the newest. Nothing of what was written: it may be shown on a locked screen.
export function notify(title, conversation, onClick) {
  if (!mayNotify() || document.visibilityState === "visible") return;
  let shown;
  try {
    shown = new Notification(title, { tag: conversation, renotify: true });
  } catch {
    return; // some browsers on phones ask for permission and then show none
  }
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
