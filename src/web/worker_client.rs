//! The page's side of a worker.
//!
//! A `<meta>` policy binds a worker only if it starts from a `blob:` address, so the page compiles the worker's
//! WebAssembly itself, starts a two-line module from a blob and hands the compiled module over. Later workers need no
//! request at all.

use js_sys::{Array, ArrayBuffer, JsString, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, MessageChannel, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use super::page;
use crate::protocol::{FileId, Request, Response};

/// The first word of a worker's last message.
pub(super) const PANIC: &str = "panic";

/// A worker's code, compiled.
#[derive(Debug, Clone)]
pub struct WorkerCode {
    module: WebAssembly::Module,
    script: String,
}

/// What comes from a worker.
#[derive(Debug)]
pub enum FromWorker {
    /// An answer, and the bytes of a download.
    Response(Box<Response>, Option<ArrayBuffer>),
    /// The worker is dead; with what it said last.
    Crashed(String),
}

impl WorkerCode {
    /// Fetches and compiles the worker that the page was built with.
    ///
    /// # Errors
    /// What the browser says if the file cannot be had or is not what the page was built with.
    pub async fn load() -> Result<Self, JsValue> {
        let wasm = page::absolute(&page::meta("reconlens-worker-wasm").ok_or("the page was not built whole")?)?;
        let script = page::absolute(&page::meta("reconlens-worker-js").ok_or("the page was not built whole")?)?;
        let window = web_sys::window().ok_or("no window")?;
        let module = JsFuture::from(WebAssembly::compile_streaming(&window.fetch_with_str(&wasm))).await?;
        Ok(Self { module: module.unchecked_into(), script })
    }
}

/// A running worker.
#[derive(Debug)]
pub struct WorkerClient {
    worker: Worker,
    /// Kept as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl WorkerClient {
    /// Starts a worker. It takes requests after its first answer, [`Response::Ready`].
    ///
    /// # Errors
    /// What the browser says if it starts no worker.
    pub fn start(code: &WorkerCode, on_answer: impl FnMut(FromWorker) + Clone + 'static) -> Result<Self, JsValue> {
        let script = JsString::from(code.script.as_str());
        let quoted = js_sys::JSON::stringify(&script)?;
        // Imported on the way, not at the start: only so may the policy refuse every worker that is not a blob. A rejected
        // promise is no error event, a thrown one is.
        let source = format!(
            "onmessage = ({{ data }}) => import({quoted}).then(({{ default: init }}) => init({{ module_or_path: data }}))\
             .catch((it) => setTimeout(() => {{ throw it; }}));\n"
        );
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address, &options)?;
        let mut answer = on_answer.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| answer(read(&event)));
        let mut answer = on_answer;
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let message = event.dyn_ref::<web_sys::ErrorEvent>().map(web_sys::ErrorEvent::message);
            answer(FromWorker::Crashed(message.unwrap_or_else(|| "the worker stopped".to_owned())));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&code.module)?;
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a request, and the handle of the file that it opens, with its id.
    pub fn post(&self, request: &Request, file: Option<(FileId, &File)>) {
        // A request is plain data: it always prints, and a handle and bytes can always be posted.
        let Ok(plain) = postcard::to_stdvec(request) else { return };
        let (id, handle) = file.map_or((JsValue::NULL, JsValue::NULL), |(id, it)| (id.0.into(), it.into()));
        let _posted = self.worker.post_message(&Array::of3(&Uint8Array::from(plain.as_slice()), &handle, &id));
    }

    /// Tells workers that listen what they are for: the first leads the others.
    ///
    /// # Errors
    /// What the browser says if it makes no way between two workers.
    pub fn connect(workers: &[Self]) -> Result<(), JsValue> {
        let n_workers: JsValue = (workers.len() as u32).into();
        let to_others = Array::new();
        for (idx, worker) in workers.iter().enumerate().skip(1) {
            let way = MessageChannel::new()?;
            to_others.push(&way.port1());
            let message = Array::of3(&(idx as u32).into(), &n_workers, &Array::of1(&way.port2()));
            worker.worker.post_message_with_transfer(&message, &Array::of1(&way.port2()))?;
        }
        if let Some(first) = workers.first() {
            let message = Array::of3(&0.into(), &n_workers, &to_others);
            first.worker.post_message_with_transfer(&message, &to_others)?;
        }
        Ok(())
    }

    /// Stops the worker at once.
    pub fn terminate(&self) {
        self.worker.terminate();
    }
}

fn read(event: &MessageEvent) -> FromWorker {
    let message = Array::from(&event.data());
    let Ok(plain) = message.get(0).dyn_into::<Uint8Array>() else {
        return FromWorker::Crashed(message.get(1).as_string().unwrap_or_default());
    };
    match postcard::from_bytes(&plain.to_vec()) {
        Ok(response) => FromWorker::Response(Box::new(response), message.get(1).dyn_into().ok()),
        Err(error) => FromWorker::Crashed(error.to_string()),
    }
}
