import Files

/// Backups in a folder, which only their owner can read.
package struct FolderBackupStore: BackupStore {
    private let folder: Folder

    package init(_ path: String) { folder = Folder(path, readers: .owner) }

    package var place: String { folder.path }

    package func names() throws -> [String] { try folder.files() }

    package func read(_ name: String) throws -> [UInt8]? { try folder.read(name) }

    package func open(_ name: String) throws -> StoredObject? {
        guard let reader = try FileReader(name, in: folder) else { return nil }
        return StoredObject(size: reader.size, stamp: reader.stamp) { try reader.next(atMost: 256 << 10) }
    }

    package func begin(_ name: String) throws -> any GrowingObject {
        Growing(file: try GrowingFile(name, in: folder), path: folder.path(of: name))
    }

    package func create(_ name: String, _ bytes: [UInt8]) throws -> Bool { try folder.create(name, with: bytes) }

    package func delete(_ name: String) throws { try folder.delete(name) }

    package func removeAbandoned() throws -> Int { try folder.removeAbandoned() }

    private struct Growing: GrowingObject {
        let file: GrowingFile
        let path: String

        func append(_ bytes: [UInt8]) throws { try file.append(bytes) }

        func finish() throws {
            guard try file.finish() else { throw BackupFailure("\(path) exists already") }
        }

        func abandon() { file.abandon() }
    }
}
