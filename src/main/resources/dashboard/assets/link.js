// A link for each story: #story=… opens it, and the back button closes it.

const BEGINNING = '#story=';

/** The address of a story on this page. */
export const linkOf = uri => BEGINNING + encodeURIComponent(uri.replace(/\p{Surrogate}/gu, '\uFFFD'));

/** The uri of the story that the address of the page names; null if it names none. */
function named() {
  if (!location.hash.startsWith(BEGINNING)) return null;
  try {
    return decodeURIComponent(location.hash.slice(BEGINNING.length)) || null;
  } catch {
    return null; // half of a link
  }
}

/** @param sheet opens and closes stories; says which is shown */
export function storyLinks(sheet) {
  function follow() {
    const uri = named();
    if (uri === sheet.shown()) return;
    if (uri === null) sheet.close();
    else sheet.open({uri});
  }
  addEventListener('popstate', follow);
  return {
    /** Opens the story of the link with which one came. */
    follow,
    opened(uri) {
      if (named() !== uri) history.pushState({story: true}, '', linkOf(uri));
    },
    closed() {
      if (named() === null) return;
      // who came with a link has no page before it to go back to
      if (history.state?.story) history.back();
      else history.replaceState(null, '', location.pathname + location.search);
    },
  };
}

/** Whether the link is in the clipboard now. */
export async function copyLink(uri) {
  const link = new URL(linkOf(uri), location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false; // only pages of this machine or with TLS may
  }
}
