//! The worker as the page sees it: requests wait until it listens, a dead one is replaced and its files are read again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::task::spawn_local;

use crate::protocol::{FileId, Request};
use crate::web::FileHandle;
use crate::web::worker_client::{FromWorker, WorkerClient, WorkerCode};

/// The worker, the files' handles, and what waits to be said.
#[derive(Debug, Clone, Default)]
pub(super) struct Engine(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    code: Option<WorkerCode>,
    client: Option<WorkerClient>,
    is_listening: bool,
    waiting: Vec<Request>,
    handles: BTreeMap<FileId, FileHandle>,
    n_files: u32,
}

impl Engine {
    /// Fetches and starts the worker; `on_failure` is told why if it cannot be had.
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
                    if let Err(error) = engine.start_client(on_answer) {
                        on_failure(error);
                    }
                }
                Err(error) => on_failure(format!("{error:?}")),
            }
        });
    }

    fn start_client(&self, on_answer: impl FnMut(FromWorker) + Clone + 'static) -> Result<(), String> {
        let Some(code) = self.0.borrow().code.clone() else { return Ok(()) };
        let client = WorkerClient::start(&code, on_answer).map_err(|error| format!("{error:?}"))?;
        self.0.borrow_mut().client = Some(client);
        Ok(())
    }

    /// The worker listens: says what has waited.
    pub(super) fn listening(&self) {
        let waiting = {
            let mut inner = self.0.borrow_mut();
            inner.is_listening = true;
            std::mem::take(&mut inner.waiting)
        };
        waiting.into_iter().for_each(|it| self.post(it));
    }

    /// Replaces a dead worker. Requests wait until the new one listens.
    pub(super) fn restart(&self, on_answer: impl FnMut(FromWorker) + Clone + 'static) -> Result<(), String> {
        {
            let mut inner = self.0.borrow_mut();
            if let Some(client) = inner.client.take() {
                client.terminate();
            }
            inner.is_listening = false;
            inner.waiting.clear();
        }
        self.start_client(on_answer)
    }

    /// Sends a request, now or as soon as the worker listens.
    pub(super) fn post(&self, request: Request) {
        let mut inner = self.0.borrow_mut();
        let Inner { client: Some(client), is_listening: true, handles, .. } = &*inner else {
            inner.waiting.push(request);
            return;
        };
        let handle = match &request {
            Request::Open { file, .. } => handles.get(file),
            _ => None,
        };
        client.post(&request, handle);
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
