//! A worker: a session or a helper of one, wired to messages and files.

#[cfg(target_arch = "wasm32")]
fn main() {
    use reconlens::protocol::{Emit, Event, FileId, Work};
    use reconlens::session::{Helper, Session};
    use reconlens::web::worker_host::{Brain, Role, run};

    struct Leading(Session);

    impl Brain for Leading {
        fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
            self.0.handle(event, emit);
        }

        fn next_work(&self) -> Option<Work> {
            self.0.next_work()
        }

        fn source_of(&self, file: FileId) -> FileId {
            self.0.source_of(file)
        }
    }

    struct Helping(Helper);

    impl Brain for Helping {
        fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
            self.0.handle(event, emit);
        }

        fn next_work(&self) -> Option<Work> {
            self.0.next_work()
        }

        fn source_of(&self, file: FileId) -> FileId {
            file
        }
    }

    run(|role| match role {
        Role::Lead { n_workers } => Box::new(Leading(Session::leading(n_workers))),
        Role::Help { idx } => Box::new(Helping(Helper::new(idx))),
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
