#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a file or folder could not be used: the place, the cause, and what to do about it.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    package enum Action: String, Sendable {
        case read, write
    }

    /// What stood in the way.
    package enum Cause: Hashable, Sendable {
        /// The system refused, with this error number.
        case system(Int32)
        /// Something else stands where a file should.
        case kind(FileKind)
        /// A file that is written in place has a second name somewhere.
        case hardLink
        /// More bytes than any such file has.
        case larger(mebibytes: Int)
        /// A named pipe that nobody else has open.
        case lonelyPipe
        /// Nothing came for so many seconds.
        case silent(seconds: Int)
        /// Others can read it, and it holds a secret.
        case readableByOthers
        /// What is in it is not what drctl writes there.
        case content(String)
    }

    /// As it was named.
    package let path: String
    /// What was tried.
    package let action: Action
    /// What stood in the way.
    package let cause: Cause

    /// From its parts.
    package init(_ action: Action, _ path: String, _ cause: Cause) {
        (self.action, self.path, self.cause) = (action, path, cause)
    }

    /// A system call that has just failed.
    init(_ action: Action, _ path: String, errno code: Int32 = errno) { self.init(action, path, .system(code)) }

    /// For people.
    package var description: String { "failed to \(action.rawValue) \(path): \(reason)" }

    /// True when the reader of a pipe went away, which ends the output and is nobody's mistake.
    package var isClosedPipe: Bool { cause == .system(EPIPE) }
}

extension FileFailure {
    /// The cause alone, for people.
    package var reason: String {
        switch cause {
        case .system(let code): String(cString: strerror(code))
        case .kind(let kind): "it is \(kind.description)"
        case .hardLink: "it has a second name (a hard link), under which it would be changed too"
        case .larger(let mebibytes): "larger than \(mebibytes) MiB"
        case .lonelyPipe: action == .read ? "nobody writes to this named pipe" : "nobody reads this named pipe"
        case .silent(let seconds): "nothing came for \(seconds) s"
        case .readableByOthers: "other users can read it, and it holds a secret"
        case .content(let problem): problem
        }
    }

    /// What to do about it, where that can be known.
    package var hint: String? {
        switch cause {
        case .kind(.symbolicLink): "drctl follows no link to a file of its own: remove it, or name what it points to"
        case .kind(let kind) where kind != .missing: action == .write ? "move it away, or name another place" : nil
        case .hardLink: "give drctl a copy of its own: cp -p '\(path)' '\(path).copy' && mv '\(path).copy' '\(path)'"
        case .readableByOthers: "chmod 600 '\(path)'"
        case .system(ENOSPC), .system(EDQUOT): "free some space there, or name a place that has room"
        case .system(EROFS): "name a place that can be written to"
        case .system(EACCES), .system(EPERM): "let this user \(action.rawValue) it, or name another place"
        default: nil
        }
    }
}
