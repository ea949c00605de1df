import Foundation

/// Reads AWS's API models and writes the operations that the manifest names.
///
///     awsgen services <botocore's data folder> <Sources/AWSServices>
///     awsgen suites <conformance> <folder for the clients of the suites> <botocore's data folder>
let arguments = CommandLine.arguments.dropFirst()

do {
    switch (arguments.first, arguments.count) {
    case ("services", 3):
        let files = ModelFiles(root: URL(filePath: arguments[2]))
        let target = URL(filePath: arguments[3])
        try OutputFolder(url: target).keepFolders(Set(Manifest.services.map(\.name)))
        for entry in Manifest.services {
            let (model, paginators, waiters) = try files.load(entry.model, wireProtocol: entry.wireProtocol)
            let emitter = ServiceEmitter(entry: entry, model: model, paginators: paginators, waiters: waiters)
            try OutputFolder(url: target.appending(path: entry.name)).replace(with: emitter.files())
        }
    case ("suites", 4):
        let (data, models) = (URL(filePath: arguments[2]), ModelFiles(root: URL(filePath: arguments[4])))
        try OutputFolder(url: URL(filePath: arguments[3])).replace(
            with: SuiteEmitter(data: data.appending(path: "protocol")).files()
                + ModelEmitter(data: data, models: models).files())
    default:
        print("usage: awsgen services MODELS FOLDER | awsgen suites DATA FOLDER MODELS")
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("awsgen: \(error)\n".utf8))
    exit(1)
}
