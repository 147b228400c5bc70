# One static binary, time zones inside, in an image with nothing else but certificates.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY feed/dateparser/go.mod feed/dateparser/
RUN go mod download
COPY . .
ARG VERSION=dev
ARG COMMIT=unknown
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" -o /out/mostbot . \
 && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/mostbot /mostbot
COPY --from=build --chown=65532:65532 /out/data /data
ENV DATA_DIR=/data \
    LISTEN_ADDR=0.0.0.0:8081
USER 65532:65532
VOLUME /data
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/mostbot", "health"]
ENTRYPOINT ["/mostbot"]
CMD ["run"]
