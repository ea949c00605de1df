extension Folder {
    /// Puts a file under a name, in place of the one that is there.
    ///
    /// A hard link to the old file keeps the old content: it is the name that is replaced.
    ///
    /// - Parameter keepsPermissions: The file can be read by those who can read the old one; else by its owner alone.
    /// - Throws: `FileFailure`; then the old file is as it was.
    package func replace(
        _ name: String, with bytes: [UInt8], keepsPermissions: Bool = false
    ) throws(FileFailure) {
        let parent = try parent(of: name, .write)
        let last = Self.last(name)
        try parent.requirePlace(for: last)
        let old = keepsPermissions ? try parent.permissions(of: last) : nil
        try parent.writeAside(last, permissions: 0o600, { piece in piece(bytes) }) { temporary throws(FileFailure) in
            if let old { parent.setPermissions(old, of: temporary) }
            try parent.rename(temporary, to: last)
        }
    }

    /// Puts a file under a name that is free; false when it is not.
    ///
    /// - Throws: `FileFailure`; then nothing stands under the name.
    package func create(_ name: String, with bytes: [UInt8]) throws(FileFailure) -> Bool {
        let parent = try parent(of: name, .write)
        let last = Self.last(name)
        return try parent.writeAside(last, permissions: 0o600, { piece in piece(bytes) }) {
            temporary throws(FileFailure) in
            let isPlaced = try parent.rename(temporary, toFree: last)
            if !isPlaced { parent.remove(temporary) }
            return isPlaced
        }
    }

    /// Finds out, before anything depends on it, whether a file could be replaced by so many bytes.
    ///
    /// - Throws: `FileFailure`.
    package func requireRoom(for name: String, bytes count: Int) throws(FileFailure) {
        let parent = try parent(of: name, .write)
        let last = Self.last(name)
        try parent.requirePlace(for: last)
        let zeros = [UInt8](repeating: 0, count: count)
        try parent.writeAside(last, permissions: 0o600, { piece in piece(zeros) }) { temporary throws(FileFailure) in
            parent.remove(temporary)
        }
    }
}

extension FolderHandle {
    /// Refuses a place in which something stands that is no file.
    func requirePlace(for name: String) throws(FileFailure) {
        let kind = try kind(of: name)
        guard kind == .missing || kind == .regular else { throw FileFailure(.write, path(name), .kind(kind)) }
    }
}
