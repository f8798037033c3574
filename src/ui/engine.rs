//! The workers as the page sees them: requests wait until they listen; when one dies all are replaced and the files are
//! read again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::task::spawn_local;

use crate::protocol::{FileId, Request, Response};
use crate::web::worker_client::{FromWorker, WorkerClient, WorkerCode};
use crate::web::{FileHandle, page};

/// The workers, the files' handles, and what waits to be said.
#[derive(Debug, Clone, Default)]
pub(super) struct Engine(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    code: Option<WorkerCode>,
    /// The first of them leads the others.
    workers: Vec<WorkerClient>,
    n_listening: usize,
    /// Counts how often workers were started; what earlier ones say is not heard.
    generation: u32,
    waiting: Vec<Request>,
    handles: BTreeMap<FileId, FileHandle>,
    n_files: u32,
}

impl Engine {
    /// Fetches and starts the workers; `on_failure` is told why if they cannot be had.
    pub(super) fn start(
        &self,
        on_answer: impl FnMut(FromWorker) + Clone + 'static,
        on_failure: impl Fn(String) + 'static,
    ) {
        let engine = self.clone();
        spawn_local(async move {
            match WorkerCode::load().await {
                Ok(code) => {
                    engine.0.borrow_mut().code = Some(code);
                    if let Err(error) = engine.start_workers(on_answer) {
                        on_failure(error);
                    }
                }
                Err(error) => on_failure(format!("{error:?}")),
            }
        });
    }

    fn start_workers(&self, on_answer: impl FnMut(FromWorker) + Clone + 'static) -> Result<(), String> {
        let Some(code) = self.0.borrow().code.clone() else { return Ok(()) };
        let generation = {
            let mut inner = self.0.borrow_mut();
            inner.generation += 1;
            inner.n_listening = 0;
            inner.generation
        };
        for _ in 0..page::n_workers() {
            let (engine, mut on_answer) = (self.clone(), on_answer.clone());
            let on_message = move |message: FromWorker| {
                if engine.0.borrow().generation != generation {
                    return;
                }
                let is_ready = matches!(&message, FromWorker::Response(it, _) if **it == Response::Ready);
                if !is_ready {
                    on_answer(message);
                } else if let Err(error) = engine.listens() {
                    on_answer(FromWorker::Crashed(error));
                }
            };
            let worker = WorkerClient::start(&code, on_message).map_err(|error| format!("{error:?}"))?;
            self.0.borrow_mut().workers.push(worker);
        }
        Ok(())
    }

    /// One more worker listens. When all do, they are told what they are for, and what has waited.
    fn listens(&self) -> Result<(), String> {
        let waiting = {
            let mut inner = self.0.borrow_mut();
            inner.n_listening += 1;
            if !inner.is_listening() {
                return Ok(());
            }
            WorkerClient::connect(&inner.workers).map_err(|error| format!("{error:?}"))?;
            std::mem::take(&mut inner.waiting)
        };
        waiting.into_iter().for_each(|it| self.post(it));
        Ok(())
    }

    /// Replaces the workers when one of them is dead. Requests wait until the new ones listen.
    pub(super) fn restart(&self, on_answer: impl FnMut(FromWorker) + Clone + 'static) -> Result<(), String> {
        {
            let mut inner = self.0.borrow_mut();
            inner.workers.drain(..).for_each(|it| it.terminate());
            inner.waiting.clear();
        }
        self.start_workers(on_answer)
    }

    /// Sends a request, now or as soon as the worker listens.
    pub(super) fn post(&self, request: Request) {
        let mut inner = self.0.borrow_mut();
        let leading = inner.workers.first().filter(|_| inner.is_listening());
        let Some(leading) = leading else {
            inner.waiting.push(request);
            return;
        };
        let handle = match &request {
            Request::Open { file, .. } => inner.handles.get(file).map(|it| (*file, it)),
            _ => None,
        };
        leading.post(&request, handle);
    }

    /// Keeps a file's handle under a new id.
    pub(super) fn keep(&self, handle: FileHandle) -> FileId {
        let mut inner = self.0.borrow_mut();
        let id = FileId(inner.n_files);
        inner.n_files += 1;
        inner.handles.insert(id, handle);
        id
    }

    /// Forgets a file's handle.
    pub(super) fn forget(&self, file: FileId) {
        self.0.borrow_mut().handles.remove(&file);
    }
}

impl Inner {
    fn is_listening(&self) -> bool {
        !self.workers.is_empty() && self.n_listening == self.workers.len()
    }
}
