// The key of whoever replays or corrects. It lives here, in memory, and nowhere else: not in storage, not in an address.

let key = '';

export const opsKey = () => key;

export function useKey(next) {
  key = next;
}
