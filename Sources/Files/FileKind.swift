#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands under a name.
package enum FileKind: Hashable, Sendable, CustomStringConvertible {
    case missing, regular, folder, symbolicLink, pipe, socket, characterDevice, blockDevice

    init(_ mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFBLK: .blockDevice
            default: .characterDevice
            }
    }

    /// With its article, for people.
    package var description: String {
        switch self {
        case .missing: "nothing"
        case .regular: "a file"
        case .folder: "a folder"
        case .symbolicLink: "a symbolic link"
        case .pipe: "a named pipe (FIFO)"
        case .socket: "a socket"
        case .characterDevice, .blockDevice: "a device"
        }
    }
}
