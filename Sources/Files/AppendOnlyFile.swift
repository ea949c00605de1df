#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that grows by lines: each is on the disk when the call returns, and a line that found no room is taken back.
///
/// It is opened anew for every line. A link, a pipe or a device in its place is refused, and so is a file with a second
/// name: what is appended would change that too.
package struct AppendOnlyFile: Sendable {
    private let folder: Folder
    private let name: String

    /// The file of a name in a folder.
    package init(_ name: String, in folder: Folder) {
        self.folder = folder
        self.name = name
    }

    /// Where it is, for people.
    package var path: String { folder.path(of: name) }

    /// Begins a new file with its first bytes; false when there is one already.
    ///
    /// - Throws: `FileFailure`.
    package func create(_ bytes: [UInt8]) throws(FileFailure) -> Bool { try folder.create(name, with: bytes) }

    /// Begins anew with nothing in it.
    ///
    /// - Throws: `FileFailure`.
    package func reset() throws(FileFailure) { try folder.replace(name, with: []) }

    /// All bytes; nil when there is no such file.
    ///
    /// - Throws: `FileFailure`.
    package func read() throws(FileFailure) -> [UInt8]? { try folder.read(name) }

    /// Adds a line to the file, which is there; the line feed is added too.
    ///
    /// - Throws: `FileFailure`; then the file is as it was.
    package func append(line: [UInt8]) throws(FileFailure) {
        let file = try open(O_WRONLY | O_APPEND)
        let end = try file.status().st_size
        do throws(FileFailure) {
            try file.write(line + [UInt8(ascii: "\n")])
            try file.synchronize()
        } catch {
            ftruncate(file.number, end)
            throw error
        }
    }

    /// Takes off a last line that has no end, as a process that was killed leaves it.
    ///
    /// - Throws: `FileFailure`.
    package func dropPartialLine() throws(FileFailure) {
        let file = try open(O_RDWR)
        let content = try file.readAll()
        guard let last = content.last, last != UInt8(ascii: "\n") else { return }
        let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard ftruncate(file.number, off_t(whole)) == 0 else { throw FileFailure(.write, path) }
        try file.synchronize()
    }

    private func open(_ flags: Int32) throws(FileFailure) -> Descriptor {
        let file = try folder.parent(of: name, .write).open(Folder.last(name), flags)
        try file.requireOwnFile()
        return file
    }
}
