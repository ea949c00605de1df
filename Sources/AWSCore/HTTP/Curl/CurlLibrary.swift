import CCurl
import Glibc
import Synchronization

/// libcurl's process-wide state.
enum CurlLibrary {
    /// What runs, so that the process's exit can end it.
    private static let running = Mutex<[ObjectIdentifier: (thread: CurlThread, mailbox: CurlMailbox)]>([:])

    private static let initialization: Void = {
        let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard code == CURLE_OK else { fatalError("libcurl: \(String(cString: curl_easy_strerror(code)))") }
        // OpenSSL frees its state in a handler of its own at exit; a thread that is still inside a TLS session would then
        // crash. Handlers run in reverse order of registration and OpenSSL has registered by now, so ours comes first.
        atexit { CurlLibrary.closeAll() }
    }()

    /// Once a process; later calls do nothing.
    static func initialize() { initialization }

    /// Ends the thread at exit unless it has been joined before.
    static func closeAtExit(_ thread: CurlThread, mailbox: CurlMailbox) {
        running.withLock { $0[ObjectIdentifier(thread)] = (thread, mailbox) }
    }

    /// The thread has been joined.
    static func forget(_ thread: CurlThread) {
        _ = running.withLock { $0.removeValue(forKey: ObjectIdentifier(thread)) }
    }

    private static func closeAll() {
        for (thread, mailbox) in running.withLock({ Array($0.values) }) {
            mailbox.stop()
            thread.join()
        }
    }
}
