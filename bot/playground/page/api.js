// The page's way to the playground: acts of a person as POST, all news as one stream.

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || "Das hat nicht geklappt.");
  return body;
}

export async function act(name, facts) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(`/ui/${name}`, { method: "POST", headers, body: JSON.stringify(facts) }));
}

export async function upload(user, file, caption, replyTo) {
  const form = new FormData();
  form.set("user", user);
  form.set("caption", caption);
  if (replyTo) form.set("reply_to", replyTo);
  form.set("file", file, file.name);
  return answered(await fetch("/ui/file", { method: "POST", body: form }));
}

// state: who is there and what time it is; entry: something was written, pressed, edited; ready: all old news told;
// lost: the playground is away, the browser goes on asking
export function follow({ state, entry, ready, lost }) {
  const source = new EventSource("/ui/events");
  source.addEventListener("state", (event) => state(JSON.parse(event.data)));
  source.addEventListener("entry", (event) => entry(JSON.parse(event.data)));
  source.addEventListener("ready", ready);
  source.addEventListener("error", lost);
}
