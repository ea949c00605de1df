import Foundation

/// Reads AWS's API models and writes the operations that the manifest names.
///
///     awsgen services <botocore's data folder> <Sources/AWSServices>
///     awsgen suites <conformance/protocol> <folder for the clients of the suites>
let arguments = CommandLine.arguments.dropFirst()

do {
    switch (arguments.first, arguments.count) {
    case ("services", 3):
        let files = ModelFiles(root: URL(filePath: arguments[2]))
        let target = URL(filePath: arguments[3])
        for entry in Manifest.services {
            let (model, paginators, waiters) = try files.load(entry)
            let emitter = ServiceEmitter(entry: entry, model: model, paginators: paginators, waiters: waiters)
            try OutputFolder(url: target.appending(path: entry.name)).replace(with: emitter.files())
        }
    case ("suites", 3):
        let target = OutputFolder(url: URL(filePath: arguments[3]))
        try target.replace(with: SuiteEmitter(data: URL(filePath: arguments[2])).files())
    default:
        print("usage: awsgen services MODELS FOLDER | awsgen suites DATA FOLDER")
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("awsgen: \(error)\n".utf8))
    exit(1)
}
