//! The worker: a session, wired to messages and files.

#[cfg(target_arch = "wasm32")]
fn main() {
    use reconlens::protocol::{Emit, Event, FileId};
    use reconlens::session::Session;
    use reconlens::web::worker_host::{Brain, run};

    struct SessionBrain(Session);

    impl Brain for SessionBrain {
        fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
            self.0.handle(event, emit);
        }

        fn is_reading(&self, file: FileId) -> bool {
            self.0.is_reading(file)
        }

        fn is_unpacking(&self, file: FileId) -> bool {
            self.0.is_unpacking(file)
        }

        fn source_of(&self, file: FileId) -> FileId {
            self.0.source_of(file)
        }
    }

    run(SessionBrain(Session::new()));
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
