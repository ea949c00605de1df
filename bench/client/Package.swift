// swift-tools-version: 6.2

import PackageDescription

// Benchmarks of the AWS client. A package of its own, so that nothing of it is in the product.
let package = Package(
    name: "client-bench",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "drctl", path: "../..")],
    targets: [
        .executableTarget(
            name: "client-bench",
            dependencies: [
                .product(name: "AWSCore", package: "drctl"),
                .product(name: "AWSServices", package: "drctl"),
            ],
            path: "Sources/ClientBench",
            swiftSettings: [
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("ExistentialAny"),
            ])
    ]
)
