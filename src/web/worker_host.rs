//! The worker's side: takes requests, reads files piece by piece, posts answers.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, DomException, File, MessageEvent};

use super::worker_client::PANIC;
use crate::protocol::{Emit, Event, FileId, Request, Response};

/// Bytes read at once: large enough for speed, small enough that a cancel is heard within some hundredths of a second.
const CHUNK_BYTES: u64 = 4 * 1024 * 1024;

/// What the worker thinks with.
pub trait Brain {
    /// Takes an event and emits what follows from it.
    fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>);
    /// Whether a file is still wanted.
    fn is_reading(&self, file: FileId) -> bool;
    /// Whether members of an archive wait to be read.
    fn is_unpacking(&self, file: FileId) -> bool;
    /// The dropped file that a file is part of.
    fn source_of(&self, file: FileId) -> FileId;
}

struct Host<B> {
    scope: DedicatedWorkerGlobalScope,
    brain: RefCell<B>,
    waiting: RefCell<VecDeque<(FileId, File)>>,
    /// Every dropped file, to be read once more when a person decides so.
    handles: RefCell<BTreeMap<FileId, File>>,
    is_busy: RefCell<bool>,
}

/// Runs the worker for good.
pub fn run(brain: impl Brain + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let last_words = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        // The instance is dead behind this: the page starts another one.
        let _posted = last_words.post_message(&Array::of2(&PANIC.into(), &info.to_string().into()));
    }));
    let host = Rc::new(Host {
        scope: scope.clone(),
        brain: RefCell::new(brain),
        waiting: RefCell::default(),
        handles: RefCell::default(),
        is_busy: RefCell::new(false),
    });
    let listener = Rc::clone(&host);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| listener.take(&event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens until it is terminated.
    on_message.forget();
    host.post(&Response::Ready, None);
}

impl<B: Brain + 'static> Host<B> {
    fn take(self: &Rc<Self>, event: &MessageEvent) {
        let message = Array::from(&event.data());
        let Ok(request) = serde_json::from_str::<Request>(&message.get(0).as_string().unwrap_or_default()) else {
            return;
        };
        if let (Request::Open { file, .. }, Ok(handle)) = (&request, message.get(1).dyn_into::<File>()) {
            self.handles.borrow_mut().insert(*file, handle.clone());
            self.waiting.borrow_mut().push_back((*file, handle));
        }
        if let Request::Reread { file, .. } = &request {
            let source = self.brain.borrow().source_of(*file);
            let handle = self.handles.borrow().get(&source).cloned();
            self.waiting.borrow_mut().extend(handle.map(|it| (source, it)));
        }
        self.handle(Event::Request(request));
        if !self.is_busy.replace(true) {
            let host = Rc::clone(self);
            spawn_local(async move {
                host.read_waiting().await;
                host.is_busy.replace(false);
            });
        }
    }

    fn handle(&self, event: Event<'_>) {
        self.brain.borrow_mut().handle(event, &mut |response, bytes| self.post(&response, bytes));
    }

    fn post(&self, response: &Response, bytes: Option<Vec<u8>>) {
        let Ok(json) = serde_json::to_string(response) else { return };
        let buffer = bytes.map(|it| Uint8Array::from(it.as_slice()).buffer());
        let payload: JsValue = buffer.clone().map_or(JsValue::NULL, Into::into);
        let transferred: Array = buffer.into_iter().collect();
        let _posted = self.scope.post_message_with_transfer(&Array::of2(&json.into(), &payload), &transferred);
    }

    async fn read_waiting(&self) {
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            let Some((file, handle)) = next else { return };
            match self.read(file, &handle).await {
                Ok(()) => {
                    self.handle(Event::End(file));
                    while self.brain.borrow().is_unpacking(file) {
                        // Between two members a cancel is heard.
                        TimeoutFuture::new(0).await;
                        self.handle(Event::Step(file));
                    }
                }
                Err(error) => self.handle(Event::ReadFailed { file, message: explain(&error) }),
            }
        }
    }

    /// Reads a file to its end, or until it is no longer wanted.
    async fn read(&self, file: FileId, handle: &File) -> Result<(), JsValue> {
        // Sizes are whole numbers below 2^53.
        let size = handle.size() as u64;
        let ask = |at: u64| -> Result<Option<JsFuture>, JsValue> {
            if at >= size {
                return Ok(None);
            }
            let piece = handle.slice_with_f64_and_f64(at as f64, (at + CHUNK_BYTES).min(size) as f64)?;
            Ok(Some(JsFuture::from(piece.array_buffer())))
        };
        let mut at = 0;
        let mut asked = ask(at)?;
        while let Some(piece) = asked.take() {
            let buffer = piece.await?;
            if !self.brain.borrow().is_reading(file) {
                return Ok(());
            }
            // The browser fetches the next piece while this one is read.
            at += CHUNK_BYTES;
            asked = ask(at)?;
            let bytes = Uint8Array::new(&buffer).to_vec();
            self.handle(Event::Chunk { file, bytes: &bytes });
        }
        Ok(())
    }
}

fn explain(error: &JsValue) -> String {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "NotFoundError" => {
            "The file was removed while it was being read. Nothing of it is used. Drop it again.".to_owned()
        }
        "NotReadableError" => {
            "The file changed, or may not be read any more. Nothing of it is used. Drop it again.".to_owned()
        }
        _ => "The browser could not read the file. Nothing of it is used. Drop it again.".to_owned(),
    }
}
