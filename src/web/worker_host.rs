//! The worker's side: takes requests, reads files piece by piece, posts answers.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, DomException, File, MessageEvent, MessagePort};

use super::worker_client::PANIC;
use crate::protocol::{Emit, Event, FileId, Output, Request, Response, Work};

/// Pieces that are fetched while one is read.
const N_AHEAD: usize = 2;

/// What a worker thinks with.
pub trait Brain {
    /// Takes an event and emits what follows from it.
    fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>);
    /// What is to be done next with the bytes of files.
    fn next_work(&self) -> Option<Work>;
    /// The dropped file that a file is part of.
    fn source_of(&self, file: FileId) -> FileId;
}

/// What a worker is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To speak to the page, and to lead so many workers, itself among them.
    Lead {
        /// How many there are.
        n_workers: usize,
    },
    /// To hold tables, in this place among the workers.
    Help {
        /// The place; the leading one is in place 0.
        idx: usize,
    },
}

struct Host {
    scope: DedicatedWorkerGlobalScope,
    brain: RefCell<Box<dyn Brain>>,
    /// The ways to the other workers, by their places.
    ports: Vec<(usize, MessagePort)>,
    /// Every dropped file, to be read once more when a person decides so.
    handles: RefCell<BTreeMap<FileId, File>>,
    is_busy: RefCell<bool>,
    /// The bytes at hand; the memory is kept.
    piece: RefCell<Vec<u8>>,
}

/// Runs a worker for good. Its first message tells what it is for.
pub fn run(make_brain: impl Fn(Role) -> Box<dyn Brain> + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let last_words = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        // The instance is dead behind this: the page starts another one.
        let _posted = last_words.post_message(&Array::of2(&PANIC.into(), &info.to_string().into()));
    }));
    let own_scope = scope.clone();
    let on_role = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        begin(&own_scope, &Array::from(&event.data()), &make_brain);
    });
    scope.set_onmessage(Some(on_role.as_ref().unchecked_ref()));
    // The worker listens until it is terminated.
    on_role.forget();
    post(&scope, &Response::Ready, None);
}

/// Takes the first message: the worker's place, how many there are, and the ways to others.
fn begin(scope: &DedicatedWorkerGlobalScope, message: &Array, make_brain: &impl Fn(Role) -> Box<dyn Brain>) {
    // Numbers of workers are small and whole.
    let number = |idx: u32| message.get(idx).as_f64().unwrap_or_default() as usize;
    let (idx, n_workers) = (number(0), number(1));
    let role = if idx == 0 { Role::Lead { n_workers } } else { Role::Help { idx } };
    let others = Array::from(&message.get(2)).to_vec().into_iter().map(JsCast::unchecked_into::<MessagePort>);
    // The leading worker has a way to each of the others, and they have one to it.
    let places = if idx == 0 { 1..n_workers } else { 0..1 };
    let host = Rc::new(Host {
        scope: scope.clone(),
        brain: RefCell::new(make_brain(role)),
        ports: places.zip(others).collect(),
        handles: RefCell::default(),
        is_busy: RefCell::new(false),
        piece: RefCell::default(),
    });
    for (from, port) in &host.ports {
        let (listener, from) = (Rc::clone(&host), *from);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message = Array::from(&event.data());
            listener.keep_handle(&message);
            listener.handle(Event::Peer { from, message: &bytes_of(&message) });
        });
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }
    if idx == 0 {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message = Array::from(&event.data());
            host.keep_handle(&message);
            // Both sides are of one build.
            if let Ok(request) = postcard::from_bytes::<Request>(&bytes_of(&message)) {
                host.handle(Event::Request(request));
            }
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }
}

fn bytes_of(message: &Array) -> Vec<u8> {
    message.get(0).dyn_into::<Uint8Array>().map(|it| it.to_vec()).unwrap_or_default()
}

fn post(scope: &DedicatedWorkerGlobalScope, response: &Response, bytes: Option<Vec<u8>>) {
    let Ok(plain) = postcard::to_stdvec(response) else { return };
    let plain = Uint8Array::from(plain.as_slice());
    let buffer = bytes.map(|it| Uint8Array::from(it.as_slice()).buffer());
    let payload: JsValue = buffer.clone().map_or(JsValue::NULL, Into::into);
    let transferred: Array = std::iter::once(plain.buffer()).chain(buffer).collect();
    let _posted = scope.post_message_with_transfer(&Array::of2(&plain, &payload), &transferred);
}

impl Host {
    /// Keeps the handle that comes with a message, under the id that comes with it.
    fn keep_handle(&self, message: &Array) {
        if let (Ok(handle), Some(id)) = (message.get(1).dyn_into::<File>(), message.get(2).as_f64()) {
            // Ids are whole numbers of 32 bits.
            self.handles.borrow_mut().insert(FileId(id as u32), handle);
        }
    }

    fn handle(self: &Rc<Self>, event: Event<'_>) {
        self.brain.borrow_mut().handle(event, &mut |output| self.emit(output));
        if self.brain.borrow().next_work().is_some() && !self.is_busy.replace(true) {
            let host = Rc::clone(self);
            spawn_local(async move {
                host.work().await;
                host.is_busy.replace(false);
            });
        }
    }

    fn emit(&self, output: Output) {
        match output {
            Output::Response(response, bytes) => post(&self.scope, &response, bytes),
            Output::Peer { to, message, file } => {
                let Some((_, port)) = self.ports.iter().find(|(place, _)| *place == to) else { return };
                let plain = Uint8Array::from(message.as_slice());
                let handle = file.and_then(|it| self.handles.borrow().get(&it).cloned());
                let id = file.map_or(JsValue::NULL, |it| it.0.into());
                let message = Array::of3(&plain, &handle.map_or(JsValue::NULL, Into::into), &id);
                let _posted = port.post_message_with_transferable(&message, &Array::of1(&plain.buffer()));
            }
        }
    }

    /// Does what is to be done, one piece after another; in between questions are heard.
    async fn work(self: &Rc<Self>) {
        let mut ahead: VecDeque<Piece> = VecDeque::new();
        loop {
            let next = self.brain.borrow().next_work();
            match next {
                None => return,
                Some(Work::Finish(file)) => self.take(Event::End(file)),
                Some(Work::Step(file)) => {
                    TimeoutFuture::new(0).await;
                    self.take(Event::Step(file));
                }
                Some(Work::Read { file, bytes }) => {
                    let source = self.brain.borrow().source_of(file);
                    let handle = self.handles.borrow().get(&source).cloned();
                    if ahead.front().is_none_or(|it| it.file != file || it.start != bytes.start) {
                        ahead.clear();
                        ahead.extend(Piece::ask(handle.as_ref(), file, bytes.start, bytes.end));
                    }
                    // The browser fetches the next pieces while this one is read.
                    while let Some(last) = ahead.back().filter(|_| ahead.len() <= N_AHEAD) {
                        let (start, end) = (last.end, last.end + (bytes.end - bytes.start));
                        ahead.extend(Piece::ask(handle.as_ref(), file, start, end));
                    }
                    let buffer = match ahead.pop_front() {
                        Some(piece) => piece.buffer.await,
                        None => Err("the file is not there any more".into()),
                    };
                    match buffer {
                        Ok(buffer) => {
                            let buffer = Uint8Array::new(&buffer);
                            let mut piece = self.piece.take();
                            piece.resize(buffer.length() as usize, 0);
                            buffer.copy_to(&mut piece);
                            self.take(Event::Bytes { file, bytes: &piece });
                            self.piece.replace(piece);
                        }
                        Err(error) => self.take(Event::ReadFailed { file, message: explain(&error) }),
                    }
                }
            }
        }
    }

    fn take(&self, event: Event<'_>) {
        self.brain.borrow_mut().handle(event, &mut |output| self.emit(output));
    }
}

/// Bytes of a file on their way.
struct Piece {
    file: FileId,
    start: u64,
    end: u64,
    buffer: JsFuture,
}

impl Piece {
    /// Asks the browser for bytes of a file.
    fn ask(handle: Option<&File>, file: FileId, start: u64, end: u64) -> Option<Self> {
        // Places in a file are whole numbers below 2^53.
        let slice = handle?.slice_with_f64_and_f64(start as f64, end as f64).ok()?;
        Some(Self { file, start, end, buffer: JsFuture::from(slice.array_buffer()) })
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
