// Calls from a page into its worker, for libraries that leave the thread to their user.

/** In the page: a function for each name that has the worker do it. */
export function callsInto(worker, names) {
  const waiting = new Map();
  let lastId = 0;
  const fail = event => {
    for (const { failed } of waiting.values()) failed(new Error(event.message || 'the worker died'));
    waiting.clear();
  };
  worker.addEventListener('error', fail);
  worker.addEventListener('message', ({ data: { id, answer, problem } }) => {
    const { done, failed } = waiting.get(id);
    waiting.delete(id);
    if (problem === undefined) done(answer);
    else failed(new Error(problem));
  });
  const call = name => argument => new Promise((done, failed) => {
    lastId += 1;
    waiting.set(lastId, { done, failed });
    worker.postMessage({ id: lastId, name, argument });
  });
  return Object.fromEntries(names.map(name => [name, call(name)]));
}

/** In the worker: answers the page's calls by the functions of the same names. */
export function answerCalls(functions) {
  addEventListener('message', async ({ data: { id, name, argument } }) => {
    try {
      postMessage({ id, answer: await functions[name](argument) });
    } catch (error) {
      postMessage({ id, problem: String(error) });
    }
  });
}
