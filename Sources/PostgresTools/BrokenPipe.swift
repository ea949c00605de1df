#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The behaviour of a write to a child process that has ended.
enum BrokenPipe {
    /// Ignores SIGPIPE: a psql that cannot connect ends before it reads anything, which must be an error of the write
    /// and not a signal that kills this process during a drill.
    static let isAnError: Bool = {
        _ = signal(SIGPIPE, SIG_IGN)
        return true
    }()
}
