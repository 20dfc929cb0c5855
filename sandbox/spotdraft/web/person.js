// The page for people: sends what a person does to the sandbox, and keeps the page in step with its state.
'use strict';

const main = document.getElementById('main');
const announcement = document.getElementById('announcement');
const live = () => main.querySelector('[data-live]');

function announce(text, failed) {
  announcement.textContent = text;
  announcement.classList.toggle('failed', failed === true);
}

/** Someone who is typing must not lose what they typed to a refresh. */
function isTyping() {
  const field = document.activeElement;
  if (field && main.contains(field) && field.matches('input:not([type=search]), select')) return true;
  return [...main.querySelectorAll('form[data-act] input, form[data-edit] input')].some(
    (input) => input.value !== '',
  );
}

async function refresh(force) {
  if (!live() || (!force && isTyping())) return;
  const answer = await fetch(location.href, { headers: { 'X-Fragment': '1' } });
  if (!answer.ok) return;
  const next = await answer.text();
  const stamp = answer.headers.get('X-Stamp');
  if (stamp === live().dataset.stamp) return;
  const focused = document.activeElement && document.activeElement.id;
  main.innerHTML = next;
  fillAnswers();
  // The pressed button may be gone after its action: then the heading is where reading goes on.
  const target = (focused && document.getElementById(focused)) || (focused && main.querySelector('h1'));
  if (!target) return;
  if (target.tagName === 'H1') target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

async function act(body, form) {
  const answer = await fetch('/__sandbox/act', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ contractId: Number(live().dataset.contract), ...body }),
  });
  const result = await answer.json();
  const done = answer.ok && result.ok;
  announce(done ? 'Done.' : explain(result), !done);
  if (done) form.reset();
  if (done) await refresh(true);
}

const explain = (result) => {
  const body = result.body ?? result;
  return typeof body.detail === 'string' ? body.detail : JSON.stringify(body);
};

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

async function fillAnswers() {
  const select = main.querySelector('[data-answers]');
  if (!select) return;
  const answer = await fetch(`${location.pathname}/answers.json`);
  const answers = await answer.json();
  select.replaceChildren(...answers.map((one) => new Option(one.label, one.key)));
  const input = document.getElementById('edit-value');
  const hint = () => {
    const chosen = answers.find((one) => one.key === select.value);
    input.placeholder = chosen ? chosen.text : '';
  };
  select.onchange = hint;
  hint();
}

main.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.act) {
    event.preventDefault();
    void act({ ...JSON.parse(form.dataset.act), ...Object.fromEntries(new FormData(form)) }, form);
  } else if ('edit' in form.dataset) {
    event.preventDefault();
    const { key, value } = Object.fromEntries(new FormData(form));
    void act({ action: 'edit-data', data: { [key]: parse(value) } }, form);
  }
});

void fillAnswers();
setInterval(() => void refresh(false).catch(() => announce('The sandbox does not answer.', true)), 1500);
