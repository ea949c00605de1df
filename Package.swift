// swift-tools-version: 6.2

import PackageDescription

/// Every target of ours: warnings are errors, imports are explicit and internal by default.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

// The arrows are drawn and explained in docs/architecture.md; a new one needs a reason there.
let package = Package(
    name: "drctl",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "drctl", targets: ["drctl"]),
        // For bench/client alone.
        .library(name: "AWSCore", targets: ["AWSCore"]),
        .library(name: "AWSServices", targets: ["AWSServices"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The system's own libraries.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMalloc"),

        // What both sides stand on: each does one thing, and knows neither AWS nor recovery.
        .target(name: "CivilCalendar", swiftSettings: strict),
        .target(name: "Files", swiftSettings: strict),
        .target(name: "JSONWriting", swiftSettings: strict),
        .target(name: "Digests", dependencies: ["COpenSSL"], swiftSettings: strict),

        // The AWS client: knows nothing of recovery.
        .target(name: "AWSNames", swiftSettings: strict),
        .target(
            name: "AWSCore",
            dependencies: [
                "AWSNames", "CivilCalendar", "Digests", "Files", "JSONWriting", "CCurl", "COpenSSL", "CLibXML2",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict
        ),
        .target(name: "AWSServices", dependencies: ["AWSCore", "AWSNames"], swiftSettings: strict),

        // What recovery is: values and pure decisions.
        .target(
            name: "RecoveryModel", dependencies: ["AWSNames", "CivilCalendar", "Digests", "JSONWriting"],
            swiftSettings: strict),
        .target(
            name: "RecoveryEngine",
            dependencies: ["RecoveryModel", "AWSNames", "Digests", "JSONWriting", "CYAML"],
            swiftSettings: strict
        ),
        .target(
            name: "RecoveryReports", dependencies: ["RecoveryModel", "AWSNames", "JSONWriting"],
            swiftSettings: strict),

        // Effects.
        .target(
            name: "PostgresTools",
            dependencies: [
                "RecoveryModel", "AWSNames", .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RecoveryRuntime",
            dependencies: [
                "RecoveryModel", "RecoveryEngine", "AWSNames", "AWSCore", "AWSServices", "Digests", "Files",
                "PostgresTools",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "DrctlCommands",
            dependencies: [
                "RecoveryModel", "RecoveryEngine", "RecoveryReports", "RecoveryRuntime",
                "AWSNames", "AWSCore", "AWSServices", "Files", "PostgresTools", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "drctl", dependencies: ["DrctlCommands"], exclude: ["exports.map"], swiftSettings: strict),

        // Build-time: API models in, AWSServices out.
        .executableTarget(name: "awsgen", swiftSettings: strict),

        .testTarget(name: "CivilCalendarTests", dependencies: ["CivilCalendar"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: strict),
        .testTarget(name: "JSONWritingTests", dependencies: ["JSONWriting"], swiftSettings: strict),
        .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: strict),
        .testTarget(name: "AWSCoreTests", dependencies: ["AWSCore", "AWSNames", "Digests"], swiftSettings: strict),
        .testTarget(
            name: "ConformanceTests", dependencies: ["AWSCore", "AWSServices", "AWSNames"], swiftSettings: strict),
        .testTarget(
            name: "RecoveryModelTests", dependencies: ["RecoveryModel", "AWSNames", "Digests"], swiftSettings: strict),
        .testTarget(
            name: "RecoveryEngineTests", dependencies: ["RecoveryEngine", "RecoveryModel", "AWSNames"],
            swiftSettings: strict),
        .testTarget(
            name: "RecoveryReportsTests",
            dependencies: [
                "RecoveryReports", "RecoveryEngine", "RecoveryModel", "AWSNames", "Digests",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresToolsTests",
            dependencies: [
                "PostgresTools", "RecoveryModel", "AWSNames", .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RecoveryRuntimeTests",
            dependencies: [
                "RecoveryRuntime", "RecoveryEngine", "RecoveryModel", "AWSCore", "AWSServices", "AWSNames", "Files",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DrctlCommandsTests",
            dependencies: ["drctl", "DrctlCommands", .product(name: "Subprocess", package: "swift-subprocess")],
            swiftSettings: strict),
    ]
)
