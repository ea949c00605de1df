#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What happens when a child ends while we still write to it.
enum BrokenPipe {
    /// A psql that cannot connect ends before it has read anything. That must be an error of the write, and not the
    /// signal that ends our process in the middle of a drill.
    static let isAnError: Bool = {
        _ = signal(SIGPIPE, SIG_IGN)
        return true
    }()
}
