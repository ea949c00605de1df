import CCurl
import Glibc
import Synchronization

/// libcurl's process-wide state.
enum CurlLibrary {
    /// The running threads, so that they are ended at exit.
    private static let running = Mutex<[ObjectIdentifier: (thread: CurlThread, mailbox: CurlMailbox)]>([:])

    private static let initialization: Void = {
        let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard code == CURLE_OK else { fatalError("libcurl: \(String(cString: curl_easy_strerror(code)))") }
        // OpenSSL frees its state in its own exit handler; a thread that is still inside a TLS session would then
        // crash. Handlers run in reverse order of registration and OpenSSL has registered by now, so this one runs
        // first.
        atexit { CurlLibrary.closeAll() }
    }()

    /// Initialises libcurl once per process; later calls do nothing.
    static func initialize() { initialization }

    /// Registers a thread to be ended at exit unless it was joined before.
    static func closeAtExit(_ thread: CurlThread, mailbox: CurlMailbox) {
        running.withLock { $0[ObjectIdentifier(thread)] = (thread, mailbox) }
    }

    /// Unregisters a joined thread.
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
