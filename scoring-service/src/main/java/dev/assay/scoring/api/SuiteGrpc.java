package dev.assay.scoring.api;

import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.scoring.suite.StoredSuite;
import dev.assay.scoring.suite.Suites;
import dev.assay.scoring.v1.CheckSuiteRequest;
import dev.assay.scoring.v1.CheckSuiteResponse;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.GetSuiteRequest;
import dev.assay.scoring.v1.ListSuitesRequest;
import dev.assay.scoring.v1.ListSuitesResponse;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** {@code assay.scoring.v1.SuiteService}. */
@GrpcService
public class SuiteGrpc extends SuiteServiceGrpc.SuiteServiceImplBase {

    private final Suites suites;

    SuiteGrpc(Suites suites) {
        this.suites = suites;
    }

    @Override
    public void checkSuite(CheckSuiteRequest request, StreamObserver<CheckSuiteResponse> observer) {
        Calls.unary(observer, () -> {
            Names.project(request.getParent());
            return SuiteMessages.check(suites.check(request.getSource()));
        });
    }

    @Override
    public void createSuite(CreateSuiteRequest request, StreamObserver<Suite> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            return SuiteMessages.suite(suites.create(project, request.getSuite().getSource()));
        });
    }

    @Override
    public void getSuite(GetSuiteRequest request, StreamObserver<Suite> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.suite(request.getName());
            return SuiteMessages.suite(suites.get(name.get("project"), name.get("suite")));
        });
    }

    @Override
    public void listSuites(ListSuitesRequest request, StreamObserver<ListSuitesResponse> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            String scope = "suites of " + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<StoredSuite> found = suites.list(project, Names.before(page.cursor()), page.size() + 1);
            ListSuitesResponse.Builder response = ListSuitesResponse.newBuilder();
            found.stream().limit(page.size()).map(SuiteMessages::suite).forEach(response::addSuites);
            if (found.size() > page.size()) {
                response.setNextPageToken(PageRequest.token(
                        scope, String.valueOf(found.get(page.size() - 1).key())));
            }
            return response.build();
        });
    }
}
