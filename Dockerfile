# The dashboard on a CPU, as a user without rights, with the bundled pair, all-MiniLM-L6-v2 and STS Benchmark in it:
#   docker build -t isoscope .
#   docker run --rm -p 127.0.0.1:8501:8501 -v isoscope:/home/isoscope/data isoscope
# The command line: docker run --rm isoscope measure --checkpoint small-bert
FROM python:3.11-slim

RUN useradd --create-home isoscope
WORKDIR /src
COPY requirements.txt requirements.lock requirements-data.txt ./
# torch from the index of CPU builds: the usual one brings gigabytes of CUDA.
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
    && pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu "$(grep '^torch==' requirements.txt)" \
    && pip install --no-cache-dir --no-deps --require-hashes -r requirements-data.txt
COPY . .
RUN pip install --no-cache-dir --no-deps .

USER isoscope
WORKDIR /home/isoscope
ENV ISOSCOPE_HOME=/home/isoscope/data
RUN mkdir data && for half in small-bert small-bert-stsb; do \
    isoscope settings --checkpoint $half --fit-on stsb-dev >/dev/null \
    && isoscope settings --checkpoint $half --fit-on stsb-train:1500 --kmeans-seeds 1 >/dev/null; done
VOLUME /home/isoscope/data
EXPOSE 8501
# Inside the container every address, or nothing could reach it; who reaches it from outside, -p decides.
ENTRYPOINT ["isoscope"]
CMD ["dashboard", "--address", "0.0.0.0", "--port", "8501"]
